using System.Runtime.CompilerServices;
using Akka.Streams;
using Ingest.Actors.Batching;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>Compares tables of the lake with their records and their source, unit by unit, newest first. Writes nothing.</summary>
public sealed class LakeAudit
{
    private readonly ISourceDatabase _source;
    private readonly ILake _lake;
    private readonly ICatalog _catalog;
    private readonly RecordStore _records;
    private readonly UnitPlanner _planner;
    private readonly UnitAudit _units;

    public LakeAudit(ISourceDatabase source, ILake lake, ICatalog catalog, EngineLimits limits, RunMeter meter, IMaterializer materializer)
    {
        _source = source;
        _lake = lake;
        _catalog = catalog;
        _records = new RecordStore(lake);
        _planner = new UnitPlanner(source, lake);
        _units = new UnitAudit(source, lake, limits, meter, materializer);
    }

    /// <summary>Lists what there is to look at.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="range">Which units of them; <see cref="UnitRange.Routine"/>: all since the lake's first.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<AuditPlan> PlanAsync(IReadOnlyList<TableSpec> tables, UnitRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tables);
        bool all = range is UnitRange.Routine;
        bool sinceFirst = all || range is UnitRange.Days { From: null };
        RunPlan plan = await _planner.PlanAsync(
            new RunRequest { Tables = tables, Range = all ? new UnitRange.Days(null, null) : range, AcceptDrift = true, PlanOnly = true }, cancellation);
        List<AuditedUnit> units = [];
        List<Finding> strays = [];
        Dictionary<TableSpec, IReadOnlyList<string>> partitions = [];
        List<FailedTable> failed = [];
        int beforeFirst = 0;
        foreach (TableSpec table in tables)
        {
            ILookup<UnitInterval?, string> listed = await ListAsync(table, cancellation);
            if (plan.Failed.FirstOrDefault(other => other.Table == table) is { } unplanned)
            {
                // The source may know nothing of a unit that an object bears the name of.
                PlannedUnit[] named = range is UnitRange.One { Interval: var one } && listed[one].Any()
                    ? [new PlannedUnit(new Unit(table, one), await _source.ResolveAsync(table, cancellation))]
                    : [];
                units.AddRange(named.Select(unit => new AuditedUnit(unit, [.. listed[unit.Unit.Interval]])));
                failed.AddRange(named.Length == 0 ? [unplanned] : []);
                continue;
            }

            PlannedUnit[] planned = [.. plan.Units.Where(unit => unit.Unit.Table == table)];
            IReadOnlyList<UnitInterval> recorded = await _records.ListAsync(table, cancellation);
            PlannedUnit[] wanted = sinceFirst ? [.. planned.Where(unit => IsSince(unit, recorded))] : planned;
            wanted = all ? [.. wanted, .. await BearingNamesAsync(table, planned, wanted, listed, cancellation)] : wanted;
            beforeFirst += recorded.Count > 0 ? planned.Except(wanted).Count() : 0;
            units.AddRange(wanted.Select(unit => new AuditedUnit(unit, [.. listed[unit.Unit.Interval]])));
            strays.AddRange(sinceFirst ? Absent(table, planned, recorded) : []);
            if (all)
            {
                strays.AddRange(listed[null].Any() ? [new Finding(table, null, [.. listed[null].Select(Stray)])] : []);
                partitions.Add(table, [.. PartitionsOf(table, listed)]);
            }
        }

        return new AuditPlan
        {
            Units = units,
            Strays = strays,
            Partitions = partitions,
            Failed = failed,
            BeforeFirst = beforeFirst,
            Warnings = plan.Warnings,
        };
    }

    /// <summary>Looks at everything, and tells of each unit as soon as it has been looked at.</summary>
    public async IAsyncEnumerable<Finding> RunAsync(
        AuditPlan plan, AuditLevel level, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (Finding stray in plan.Strays)
        {
            yield return stray;
        }

        foreach (AuditedUnit unit in plan.Units)
        {
            yield return await _units.RunAsync(unit.Planned, unit.Listed, level, cancellation);
        }

        foreach ((TableSpec table, IReadOnlyList<string> partitions) in plan.Partitions)
        {
            if (await AskCatalogAsync(table, partitions, cancellation) is { } unknown)
            {
                yield return unknown;
            }
        }
    }

    /// <summary>A catalog that cannot be asked takes nothing away from what was found in the lake.</summary>
    private async Task<Finding?> AskCatalogAsync(TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<string> unknown = await _catalog.UnknownAsync(table, partitions, cancellation);
            return unknown.Count == 0 ? null : new Finding(table, null, [.. unknown.Select(partition => new Difference(
                DifferenceKind.Catalog, null, $"the catalog does not know the partition {LakeSchema.PartitionColumn}={partition}"))]);
        }
        catch (IngestException failure)
        {
            return new Finding(table, null, []) { Failure = IngestFailure.Of(failure) };
        }
    }

    /// <summary>Keys of all objects in a table's folders, by the unit whose name they bear; null: no unit's.</summary>
    private async Task<ILookup<UnitInterval?, string>> ListAsync(TableSpec table, CancellationToken cancellation)
    {
        List<string> keys = [];
        foreach (string folder in ObjectKey.Folders(table))
        {
            await foreach (LakeObject found in _lake.ListAsync(folder, cancellation))
            {
                keys.Add(found.Key);
            }
        }

        return keys.ToLookup(key => ObjectKey.UnitOf(table, key));
    }

    private static Difference Stray(string key) =>
        new(DifferenceKind.Unowned, key, $"{key} lies in the table's folder and is no object of it; move it away by hand");

    private static IEnumerable<string> PartitionsOf(TableSpec table, ILookup<UnitInterval?, string> listed) =>
        listed.SelectMany(keys => keys)
            .Where(key => !ObjectKey.IsReject(table, key))
            .Select(ObjectKey.PartitionOf)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>Units before the lake's first nobody has asked for yet.</summary>
    private static bool IsSince(PlannedUnit unit, IReadOnlyList<UnitInterval> recorded) =>
        recorded.Count > 0 && UnitInterval.Order.Compare(unit.Unit.Interval, recorded[0]) >= 0;

    /// <summary>A lake without any record of a table is no lake that is right.</summary>
    private IEnumerable<Finding> Absent(TableSpec table, PlannedUnit[] planned, IReadOnlyList<UnitInterval> recorded)
    {
        if (planned.Length > 0 && recorded.Count == 0)
        {
            string sentence =
                $"the lake {_lake.Root} has no record of it; check Lake.Root, or bring {table.Name} with `ingest backfill`";
            yield return new Finding(table, null, [new Difference(DifferenceKind.Missing, null, sentence)]);
        }
    }

    /// <summary>Units that nothing but an object bears the name of.</summary>
    private async Task<IEnumerable<PlannedUnit>> BearingNamesAsync(
        TableSpec table, PlannedUnit[] planned, PlannedUnit[] wanted, ILookup<UnitInterval?, string> listed, CancellationToken cancellation)
    {
        UnitInterval[] others = [.. listed.Select(keys => keys.Key).OfType<UnitInterval>().Except(wanted.Select(unit => unit.Unit.Interval))];
        if (others.Length == 0)
        {
            return [];
        }

        SourceTable found = planned.FirstOrDefault()?.Table ?? await _source.ResolveAsync(table, cancellation);
        return others.Select(interval => new PlannedUnit(new Unit(table, interval), found));
    }
}
