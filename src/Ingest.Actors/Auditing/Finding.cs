using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>What an audit found of one unit, or of a table apart from its units.</summary>
/// <param name="Table">The table.</param>
/// <param name="Interval">The unit; null: what belongs to no unit.</param>
/// <param name="Differences">What is not as it should be.</param>
public sealed record Finding(TableSpec Table, UnitInterval? Interval, IReadOnlyList<Difference> Differences)
{
    /// <summary>The unit may still get rows and has got some: the next run brings them, and that is no difference.</summary>
    public bool Behind { get; init; }

    /// <summary>The unit was made of other columns than the source has now, so that its rows and values were not compared.</summary>
    public bool HasOtherColumns { get; init; }

    /// <summary>Why the unit could not be looked at; null when it could.</summary>
    public IngestFailure? Failure { get; init; }

    /// <summary>The order to make the unit again; null when that would mend nothing.</summary>
    public Repair? Repair =>
        Interval is not null && Differences.Count > 0 && Differences.All(found => found.Kind != DifferenceKind.Damaged)
            ? new Repair([.. Differences.Where(found => found.Kind == DifferenceKind.Unowned).Select(found => found.Key!)])
            : null;

    /// <summary>Whether making the unit again mends it without anybody's leave.</summary>
    public bool IsMendable => Repair is not null && Differences.All(found => found.Kind != DifferenceKind.Shrunk);

    /// <summary>The unit's name, or the table's.</summary>
    public string Who => Interval is null ? Table.Name : new Unit(Table, Interval).ToString();
}
