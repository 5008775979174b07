using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>What an audit looks at, in order.</summary>
public sealed record AuditPlan
{
    public required IReadOnlyList<AuditedUnit> Units { get; init; }

    /// <summary>What belongs to no unit: objects whose names no unit gives.</summary>
    public required IReadOnlyList<Finding> Strays { get; init; }

    /// <summary>Partitions that hold objects, by table.</summary>
    public required IReadOnlyDictionary<TableSpec, IReadOnlyList<string>> Partitions { get; init; }

    /// <summary>Tables that could not be planned.</summary>
    public required IReadOnlyList<FailedTable> Failed { get; init; }

    /// <summary>Units of the source before the lake's first: nobody has asked for them yet.</summary>
    public required int BeforeFirst { get; init; }

    /// <summary>What an operator should know, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A unit to look at.</summary>
/// <param name="Planned">The unit.</param>
/// <param name="Listed">Keys of objects in the lake that bear its name.</param>
public sealed record AuditedUnit(PlannedUnit Planned, IReadOnlyList<string> Listed);
