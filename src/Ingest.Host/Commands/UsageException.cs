namespace Ingest.Host.Commands;

/// <summary>The command cannot do what it was asked; the message is one sentence that says what to ask instead.</summary>
public sealed class UsageException(string sentence, Exception? cause = null) : Exception(sentence, cause);
