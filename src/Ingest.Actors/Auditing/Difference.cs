namespace Ingest.Actors.Auditing;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Kind">What.</param>
/// <param name="Key">The object that it is about; null when it is about none.</param>
/// <param name="Sentence">For a person.</param>
public sealed record Difference(DifferenceKind Kind, string? Key, string Sentence);

/// <summary>What differs.</summary>
public enum DifferenceKind
{
    /// <summary>The source has rows of a unit that the lake has not.</summary>
    Missing,

    /// <summary>The unit's record cannot be read. No repair mends it: what it lists is not known.</summary>
    Damaged,

    /// <summary>A commit was begun and not finished.</summary>
    Unfinished,

    /// <summary>An object is not what the record says.</summary>
    Object,

    /// <summary>An object that no record lists.</summary>
    Unowned,

    /// <summary>The source has other rows than the lake was made from.</summary>
    Source,

    /// <summary>The source has fewer rows than the lake was made from. A repair needs leave to follow.</summary>
    Shrunk,

    /// <summary>The unit was decoded in another way, or its columns had other names or types.</summary>
    Decoder,

    /// <summary>The catalog does not know a partition.</summary>
    Catalog,
}
