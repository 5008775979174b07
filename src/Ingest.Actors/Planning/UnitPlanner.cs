using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>Lists the units that a run looks at. Whether each of them has to run is decided in its own snapshot.</summary>
public sealed class UnitPlanner
{
    private readonly ISourceDatabase _source;
    private readonly RecordStore _records;
    private readonly DriftCheck _drift;

    public UnitPlanner(ISourceDatabase source, ILake lake)
    {
        _source = source;
        _records = new RecordStore(lake);
        _drift = new DriftCheck(_records);
    }

    /// <summary>Plans all tables; one that cannot be planned is said and does not keep the others.</summary>
    public async Task<RunPlan> PlanAsync(RunRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<PlannedUnit> units = [];
        List<FailedTable> failed = [.. request.Refused];
        List<string> warnings = [];
        int outside = 0;
        foreach (TableSpec spec in request.Tables)
        {
            try
            {
                TablePlan plan = await PlanAsync(spec, request, cancellation);
                units.AddRange(plan.Units.Select(interval => Planned(new Unit(spec, interval), plan.Table, request.Range)));
                warnings.AddRange(spec.Payload?.Warnings ?? []);
                warnings.AddRange(plan.Table.Warnings);
                warnings.AddRange(Drift(plan.Table));
                warnings.AddRange(plan.Warnings);
                outside += plan.Outside;
            }
            catch (IngestException failure)
            {
                failed.Add(new FailedTable(spec, IngestFailure.Of(failure)));
            }
        }

        return new RunPlan { Units = units, Failed = failed, OutsideLookback = outside, Warnings = warnings };
    }

    /// <summary>What a table's identity is told from: a zone moves no row to another unit where the time column is no wall clock.</summary>
    private static TableSpec Identified(TableSpec spec, SourceTable table) =>
        (spec.KeyBlock is null ? spec : table.Spec) with { Zone = table.Time?.Clock };

    private static IEnumerable<string> Drift(SourceTable table) => table.Drift.Count == 0
        ? []
        : [$"The columns of '{table.Spec.SourceTable}' have changed: {string.Join(", ", table.Drift)}."];

    private static PlannedUnit Planned(Unit unit, SourceTable table, UnitRange range) =>
        new(unit, table, (range as UnitRange.Repairs)?.Units.GetValueOrDefault(unit));

    private async Task<TablePlan> PlanAsync(TableSpec spec, RunRequest request, CancellationToken cancellation)
    {
        SourceTable table = await _source.ResolveAsync(spec, cancellation);
        await _records.CheckIdentityAsync(
            Identified(spec, table), _source.Schema, claim: !request.PlanOnly, cancellation);
        table = await _drift.RunAsync(table, request, cancellation);
        if (request.Range is UnitRange.Repairs repairs)
        {
            return new TablePlan(table, [.. repairs.Units.Keys.Where(unit => unit.Table == spec).Select(unit => unit.Interval)]);
        }

        if (spec.KeyBlock is not null)
        {
            return await BlocksAsync(table, request.Range, cancellation);
        }

        if (spec.Time is null)
        {
            return request.Range is not UnitRange.One { Interval: not UnitInterval.All } one
                ? new TablePlan(table, [UnitInterval.Whole])
                : throw IngestException.Permanent(
                    $"Table {spec.Name} has one unit, {UnitInterval.Whole.Name}, and none that is called {one.Interval.Name}.");
        }

        TableDays days = await DaysAsync(table, cancellation);
        TablePlan plan = request.Range switch
        {
            UnitRange.One { Interval: UnitInterval.Day day } when days.Has(day.Date) => new TablePlan(table, [day]),
            UnitRange.One { Interval: UnitInterval.Day day } => throw IngestException.Permanent(
                $"Table {spec.Name} has no unit {day.Name}: the source has {days.Text()}."),
            UnitRange.One one => throw IngestException.Permanent(
                $"Table {spec.Name} has a unit a day, such as 20210101, and none that is called {one.Interval.Name}."),
            UnitRange.Days wanted => new TablePlan(table, [.. days.Between(wanted.From, wanted.To)]),
            _ => await RoutineAsync(table, days, cancellation),
        };
        return plan with { Warnings = days.Warnings(spec) };
    }

    private async Task<TableDays> DaysAsync(SourceTable table, CancellationToken cancellation)
    {
        IReadOnlyList<UnitInterval> recorded = await _records.ListAsync(table.Spec, cancellation);
        await using ISourceSnapshot snapshot = await _source.OpenAsync(cancellation);
        TimeSpread spread = await snapshot.SpreadAsync(table, cancellation);
        return new TableDays(
            spread,
            [.. recorded.OfType<UnitInterval.Day>().Select(day => day.Date)],
            DateOnly.FromDateTime(snapshot.Clock.UtcDateTime),
            table.Spec.EventTime.From);
    }

    private async Task<TablePlan> RoutineAsync(SourceTable table, TableDays days, CancellationToken cancellation)
    {
        string decoder = DecoderHash.Of(table.Spec);
        IReadOnlyList<string> columns = DecodedSchema.Of(table).Describe();
        SortedSet<DateOnly> units = [.. days.Lookback(table.Spec.Lookback), .. days.Gaps()];
        foreach (DateOnly day in days.Recorded)
        {
            UnitRecord? record = await RecordAsync(table, UnitInterval.Of(day), cancellation);
            if (!IsDone(record, table, decoder, columns))
            {
                units.Add(day);
            }
        }

        return new TablePlan(table, [.. units.Reverse().Select(UnitInterval.Of)]) { Outside = days.NeverSeen(units) };
    }

    private async Task<TablePlan> BlocksAsync(SourceTable table, UnitRange range, CancellationToken cancellation)
    {
        if (range is UnitRange.Days { } days && (days.From ?? days.To) is not null)
        {
            throw IngestException.Permanent(
                $"Table {table.Spec.Name} has no Time, and its units, blocks of keys, have no dates: leave --from and --to out to take "
                + $"all of them, or name one as in `--table {table.Spec.Name} --unit k000042`.");
        }

        TableBlocks blocks = await FindBlocksAsync(table, cancellation);
        table = table with { Highest = blocks.Highest };
        return range switch
        {
            UnitRange.One { Interval: UnitInterval.Block block } when blocks.Has(block.Number) => new TablePlan(table, [block]),
            UnitRange.One { Interval: UnitInterval.Block block } => throw IngestException.Permanent(
                $"Table {table.Spec.Name} has no unit {block.Name}: the source has {blocks.Text()}."),
            UnitRange.One one => throw IngestException.Permanent(
                $"Table {table.Spec.Name} has a unit a block of keys, such as k000042, and none that is called {one.Interval.Name}."),
            UnitRange.Days => new TablePlan(table, [.. blocks.All]),
            _ => await RoutineAsync(table, blocks, cancellation),
        };
    }

    private async Task<TableBlocks> FindBlocksAsync(SourceTable table, CancellationToken cancellation)
    {
        IReadOnlyList<UnitInterval> recorded = await _records.ListAsync(table.Spec, cancellation);
        await using ISourceSnapshot snapshot = await _source.OpenAsync(cancellation);
        return await TableBlocks.FindAsync(table, snapshot, recorded, cancellation);
    }

    private async Task<TablePlan> RoutineAsync(SourceTable table, TableBlocks blocks, CancellationToken cancellation)
    {
        string decoder = DecoderHash.Of(table.Spec);
        IReadOnlyList<string> columns = DecodedSchema.Of(table).Describe();
        IReadOnlySet<long> newest = blocks.Newest();
        HashSet<long> units = [.. blocks.Missing(newest)];
        foreach (long number in blocks.Recorded)
        {
            UnitRecord? record = await RecordAsync(table, new UnitInterval.Block(number), cancellation);
            if (!IsDone(record, table, decoder, columns)
                || blocks.IsOfLate(number, record!.Left, newest, table.Spec.Lookback))
            {
                units.Add(number);
            }
        }

        return new TablePlan(table, [.. TableBlocks.NewestFirst(units)]) { Outside = blocks.NeverSeen(units) };
    }

    /// <summary>A unit's record; null when it is damaged, which is that unit's failure and not the table's.</summary>
    private async Task<UnitRecord?> RecordAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation) =>
        (await _records.TryGetAsync(new Unit(table.Spec, interval), cancellation)).Record.Record;

    /// <summary>With <see cref="DriftRule.Add"/>, units that lack a new column stay as they are until they are asked for.</summary>
    private static bool IsDone(UnitRecord? record, SourceTable table, string decoder, IReadOnlyList<string> columns) =>
        record is { IsCommitted: true, Open: false } && record.Decoder == decoder
        && (table.Spec.OnDrift == DriftRule.Fail ? record.CoversColumns(columns) : record.FitsColumns(columns));

    private sealed record TablePlan(SourceTable Table, IReadOnlyList<UnitInterval> Units)
    {
        public int Outside { get; init; }

        public IReadOnlyList<string> Warnings { get; init; } = [];
    }
}
