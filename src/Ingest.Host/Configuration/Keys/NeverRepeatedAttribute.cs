namespace Ingest.Host.Configuration.Keys;

/// <summary>What is written under this key, or under the keys of this class, may be a secret: no sentence repeats it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class NeverRepeatedAttribute : Attribute;
