using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>What a run looks at, in order.</summary>
public sealed record RunPlan
{
    public required IReadOnlyList<PlannedUnit> Units { get; init; }

    /// <summary>Tables that could not be planned.</summary>
    public required IReadOnlyList<FailedTable> Failed { get; init; }

    /// <summary>Days between the source's first and last that a routine run leaves alone, because they are older than the
    /// lookback and the lake has never had them.</summary>
    public required int OutsideLookback { get; init; }

    /// <summary>What an operator should know, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A unit to look at.</summary>
public sealed record PlannedUnit(Unit Unit, SourceTable Table);

/// <summary>A table that could not be planned.</summary>
public sealed record FailedTable(TableSpec Table, IngestFailure Failure);
