using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>What a run is asked to bring up to date.</summary>
public sealed record RunRequest
{
    /// <summary>The tables to look at.</summary>
    public required IReadOnlyList<TableSpec> Tables { get; init; }

    /// <summary>Tables that are asked for and cannot even be looked at, with the reason: they are told as failed.</summary>
    public IReadOnlyList<FailedTable> Refused { get; init; } = [];

    /// <summary>Which units of them.</summary>
    public required UnitRange Range { get; init; }

    /// <summary>Whether the lake may follow units that have fewer rows than before.</summary>
    public bool AcceptShrink { get; init; }

    /// <summary>Whether tables may have other columns than the lake was made from, whatever their <see cref="TableSpec.OnDrift"/>.</summary>
    public bool AcceptDrift { get; init; }

    /// <summary>From when on no unit is begun; those in flight go on. At most some days away; null: no such time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether the plan is all that is wanted: nothing is written, not even a table's identity.</summary>
    public bool PlanOnly { get; init; }
}

/// <summary>Which units of its tables a run looks at.</summary>
public abstract record UnitRange
{
    private UnitRange()
    {
    }

    /// <summary>What may have changed since the last run: the table's lookback, and every unit that is missing, open, unfinished
    /// or decoded in another way.</summary>
    public sealed record Routine : UnitRange;

    /// <summary>Every unit of a range of days, newest first. A table that is cut into blocks of keys takes no limits.</summary>
    /// <param name="From">The first day; null: the first that the source has.</param>
    /// <param name="To">The day after the last; null: after the last that the source has.</param>
    public sealed record Days(DateOnly? From, DateOnly? To) : UnitRange;

    /// <summary>One unit.</summary>
    public sealed record One(UnitInterval Interval) : UnitRange;

    /// <summary>Units that an audit found to differ, each to be made again.</summary>
    public sealed record Repairs(IReadOnlyDictionary<Unit, Repair> Units) : UnitRange;
}
