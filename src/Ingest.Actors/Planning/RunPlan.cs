using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>What a run looks at, in order.</summary>
public sealed record RunPlan
{
    public required IReadOnlyList<PlannedUnit> Units { get; init; }

    /// <summary>Tables that could not be planned.</summary>
    public required IReadOnlyList<FailedTable> Failed { get; init; }

    /// <summary>Units between the source's first and last that a routine run leaves alone, because they are older than the
    /// lookback and the lake has never had them.</summary>
    public required int OutsideLookback { get; init; }

    /// <summary>What an operator should know, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public static RunPlan Nothing { get; } = new() { Units = [], Failed = [], OutsideLookback = 0, Warnings = [] };

    /// <summary>Tables whose planning may succeed when it is tried again.</summary>
    public IReadOnlyList<TableSpec> Repeatable =>
        [.. Failed.Where(failed => failed.Failure.Kind == FailureKind.Transient).Select(failed => failed.Table)];

    /// <summary>This plan after its <see cref="Repeatable"/> tables were planned once more.</summary>
    public RunPlan With(RunPlan again)
    {
        ArgumentNullException.ThrowIfNull(again);
        return new RunPlan
        {
            Units = [.. Units, .. again.Units],
            Failed = [.. Failed.Where(failed => failed.Failure.Kind != FailureKind.Transient), .. again.Failed],
            OutsideLookback = OutsideLookback + again.OutsideLookback,
            Warnings = [.. Warnings, .. again.Warnings],
        };
    }
}

/// <summary>A unit to look at.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Table">Its table as it was found in the source.</param>
/// <param name="Repair">Not null: it is made again whatever its record says.</param>
public sealed record PlannedUnit(Unit Unit, SourceTable Table, Repair? Repair = null);

/// <summary>The order to make a unit again, because the lake does not hold what the unit's record says.</summary>
/// <param name="Unowned">Keys of objects that bear the unit's name and that no record lists; they become the unit's.</param>
public sealed record Repair(IReadOnlyList<string> Unowned);

/// <summary>A table that could not be planned.</summary>
public sealed record FailedTable(TableSpec Table, IngestFailure Failure);
