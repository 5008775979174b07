namespace Ingest.Host.Running;

/// <summary>A run that began and whose end is not known; the message is one sentence.</summary>
internal sealed class RunFault(string sentence) : Exception(sentence);
