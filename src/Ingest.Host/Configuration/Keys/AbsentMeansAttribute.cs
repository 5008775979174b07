namespace Ingest.Host.Configuration.Keys;

/// <summary>What holds when a key without a constant default is left out, as the documentation says it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AbsentMeansAttribute(string meaning) : Attribute
{
    public string Meaning { get; } = meaning;
}
