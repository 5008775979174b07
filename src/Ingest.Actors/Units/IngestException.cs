namespace Ingest.Actors.Units;

/// <summary>
/// A failure whose message is one sentence for a person that names the thing and says what to do.
/// </summary>
public sealed class IngestException : Exception
{
    private IngestException(FailureKind kind, string sentence, Exception? cause)
        : base(sentence, cause) => Kind = kind;

    public FailureKind Kind { get; }

    /// <summary>Running the same again cannot succeed.</summary>
    public static IngestException Permanent(string sentence, Exception? cause = null) => new(FailureKind.Permanent, sentence, cause);

    /// <summary>Running the same again may succeed.</summary>
    public static IngestException Transient(string sentence, Exception? cause = null) => new(FailureKind.Transient, sentence, cause);

    /// <summary>The unit has fewer rows than when it was last committed, and the lake was left alone.</summary>
    public static IngestException Shrunk(string sentence) => new(FailureKind.Shrunk, sentence, null);
}

/// <summary>What a failure means for the unit that it struck.</summary>
public enum FailureKind
{
    /// <summary>Running the same again cannot succeed.</summary>
    Permanent,

    /// <summary>Running the same again may succeed.</summary>
    Transient,

    /// <summary>The source has fewer rows than before; the lake was left alone.</summary>
    Shrunk,

    /// <summary>The run was stopped; the lake is as it was.</summary>
    Stopped,
}
