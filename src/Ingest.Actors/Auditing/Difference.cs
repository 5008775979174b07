using Ingest.Actors.Units;

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

/// <summary>What an audit found of one unit, or of a table apart from its units.</summary>
/// <param name="Table">The table.</param>
/// <param name="Interval">The unit; null: what belongs to no unit.</param>
/// <param name="Differences">What is not as it should be.</param>
public sealed record Finding(TableSpec Table, UnitInterval? Interval, IReadOnlyList<Difference> Differences)
{
    /// <summary>The unit may still get rows and has got some: the next run brings them, and that is no difference.</summary>
    public bool Behind { get; init; }

    /// <summary>Why the unit could not be looked at; null when it could.</summary>
    public IngestFailure? Failure { get; init; }

    /// <summary>The order to make the unit again; null when that would mend nothing.</summary>
    public Planning.Repair? Repair =>
        Interval is not null && Differences.Count > 0 && Differences.All(found => found.Kind != DifferenceKind.Damaged)
            ? new Planning.Repair([.. Differences.Where(found => found.Kind == DifferenceKind.Unowned).Select(found => found.Key!)])
            : null;

    /// <summary>The unit's name, or the table's.</summary>
    public string Who => Interval is null ? Table.Name : new Unit(Table, Interval).ToString();
}
