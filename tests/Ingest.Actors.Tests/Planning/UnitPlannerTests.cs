using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Planning;

public sealed class UnitPlannerTests : IAsyncDisposable
{
    private static readonly DateOnly Today = new(2026, 1, 10);
    private static readonly TableSpec Table = Readings.Table() with { Lookback = TimeSpan.FromDays(2) };

    private readonly SpreadSource _source = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryLake _lake = new();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task a_routine_run_of_an_empty_lake_looks_back_and_counts_what_it_leaves_alone()
    {
        _source.Spread = new(new DateOnly(2025, 12, 31), Today, 0);

        RunPlan plan = await PlanAsync(new UnitRange.Routine());

        Assert.Equal(["20260110", "20260109", "20260108"], Names(plan));
        Assert.Equal(8, plan.OutsideLookback);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task a_part_of_a_day_of_lookback_is_a_day()
    {
        RunPlan plan = await PlanAsync(new UnitRange.Routine(), Table with { Lookback = TimeSpan.FromHours(25) });

        Assert.Equal(["20260110", "20260109", "20260108"], Names(plan));
    }

    [Fact]
    public async Task a_routine_run_takes_the_gaps_since_the_oldest_record_and_nothing_before_it()
    {
        _source.Spread = new(new DateOnly(2026, 1, 1), Today, 0);
        await RecordAsync(3, 5, 6, 10);

        RunPlan plan = await PlanAsync(new UnitRange.Routine());

        Assert.Equal(["20260110", "20260109", "20260108", "20260107", "20260104"], Names(plan));
        Assert.Equal(2, plan.OutsideLookback);
    }

    [Fact]
    public async Task a_routine_run_takes_old_units_that_are_open_unfinished_or_decoded_in_another_way()
    {
        _source.Spread = new(new DateOnly(2026, 1, 1), Today, 0);
        await RecordAsync(1, 2, 3, 4, 5, 6, 7);
        await RecordAsync(record => record with { Open = true }, 2);
        await RecordAsync(record => record with { State = RecordState.Pending }, 4);
        await RecordAsync(record => record with { Decoder = "another" }, 6);

        Assert.Equal(["20260110", "20260109", "20260108", "20260106", "20260104", "20260102"], Names(await PlanAsync(new UnitRange.Routine())));
    }

    [Theory]
    [InlineData("2026-01-11", false)]
    [InlineData("2026-01-12", true)]
    [InlineData("2926-01-12", true)]
    public async Task rows_of_tomorrow_are_taken_and_those_of_later_are_told(string last, bool told)
    {
        _source.Spread = new(new DateOnly(2026, 1, 9), DateOnly.ParseExact(last, "yyyy-MM-dd"), 0);

        RunPlan routine = await PlanAsync(new UnitRange.Routine());
        RunPlan all = await PlanAsync(new UnitRange.Days(null, null));

        Assert.Equal(["20260111", "20260110", "20260109", "20260108"], Names(routine));
        Assert.Equal(["20260111", "20260110", "20260109"], Names(all));
        Assert.Equal(
            told ? [$"Table readings: there are rows whose received_at lies in the future, the last on {last}; they are taken when their day comes."] : [],
            routine.Warnings);
    }

    [Fact]
    public async Task rows_before_the_first_day_belong_to_no_unit_and_are_told()
    {
        _source.Spread = new(new DateOnly(1970, 1, 1), Today, 0);
        TableSpec table = Table with { EventTime = new EventTimeWindow(new DateOnly(2026, 1, 9), TimeSpan.FromDays(1)) };

        RunPlan routine = await PlanAsync(new UnitRange.Routine(), table);

        Assert.Equal(["20260110", "20260109"], Names(routine));
        Assert.Equal(0, routine.OutsideLookback);
        Assert.Equal(["20260110", "20260109"], Names(await PlanAsync(new UnitRange.Days(null, null), table)));
        Assert.Equal(
            ["Table readings: there are rows before 2026-01-09 (EventTime.From), the oldest of 1970-01-01; they belong to no unit and are not in the lake."],
            routine.Warnings);
    }

    [Fact]
    public async Task a_routine_run_takes_units_whose_columns_had_other_types()
    {
        await RecordAsync(record => record, 3, 4, 5);
        await RecordAsync(record => record with { Columns = ["sensor_id text", .. record.Columns.Skip(1)] }, 4);

        IEnumerable<string> names = Names(await PlanAsync(new UnitRange.Routine()));

        Assert.Contains("20260104", names);
        Assert.DoesNotContain("20260105", names);
    }

    [Fact]
    public async Task gaps_before_the_first_day_are_no_units()
    {
        _source.Spread = new(new DateOnly(2026, 1, 1), Today, 0);
        TableSpec table = Table with { EventTime = new EventTimeWindow(new DateOnly(2026, 1, 6), TimeSpan.FromDays(1)) };
        await RecordAsync(record => record with { Decoder = DecoderHash.Of(table) }, 3);

        Assert.Equal(["20260110", "20260109", "20260108", "20260107", "20260106"], Names(await PlanAsync(new UnitRange.Routine(), table)));
    }

    [Fact]
    public async Task rows_without_a_time_are_told()
    {
        _source.Spread = new(null, null, 12);

        Assert.Equal(
            ["Table readings: 12 rows have no received_at (NULL); they belong to no unit and are not in the lake."],
            (await PlanAsync(new UnitRange.Routine())).Warnings);
    }

    [Theory]
    [InlineData(null, null, "07 06 05 02")]
    [InlineData("2026-01-06", null, "07 06")]
    [InlineData(null, "2026-01-06", "05 02")]
    [InlineData("2026-01-05", "2026-01-07", "06 05")]
    [InlineData("2026-01-05", "2026-01-06", "05")]
    [InlineData("2026-01-06", "2026-01-06", "")]
    [InlineData("2026-01-03", "2026-01-05", "")]
    [InlineData("2025-01-01", "2027-01-01", "07 06 05 02")]
    public async Task a_backfill_takes_the_days_of_its_range_that_the_source_or_the_lake_has_newest_first(
        string? from, string? to, string days)
    {
        // The lake has a day whose rows have left the source.
        _source.Spread = new(new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 7), 0);
        await RecordAsync(2, 6);

        RunPlan plan = await PlanAsync(new UnitRange.Days(Date(from), Date(to)));

        Assert.Equal(days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => $"202601{day}"), Names(plan));
        Assert.Equal(0, plan.OutsideLookback);
    }

    [Fact]
    public async Task one_unit_is_a_day_that_the_source_or_the_lake_has()
    {
        RunPlan never = await PlanAsync(new UnitRange.One(UnitInterval.Of(new DateOnly(2099, 12, 31))));

        Assert.Equal(["20260110"], Names(await PlanAsync(new UnitRange.One(UnitInterval.Of(Today)))));
        Assert.StartsWith("Table readings has no unit 20991231: the source has ", Assert.Single(never.Failed).Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_whole_table_is_one_unit_in_any_range()
    {
        TableSpec whole = Table with { Time = null };

        Assert.Equal(["all"], Names(await PlanAsync(new UnitRange.Routine(), whole)));
        Assert.Equal(["all"], Names(await PlanAsync(new UnitRange.Days(Today, null), whole)));
        Assert.Equal(["all"], Names(await PlanAsync(new UnitRange.One(UnitInterval.Whole), whole)));
    }

    [Fact]
    public async Task a_unit_that_the_table_cannot_have_is_said()
    {
        RunPlan days = await PlanAsync(new UnitRange.One(UnitInterval.Whole));
        RunPlan whole = await PlanAsync(new UnitRange.One(UnitInterval.Of(Today)), Table with { Name = "sensors", Path = "sensors", Time = null });

        Assert.Equal(
            "Table readings has a unit a day, such as 20210101, and none that is called all.",
            Assert.Single(days.Failed).Failure.Reason);
        Assert.Equal("Table sensors has one unit, all, and none that is called 20260110.", Assert.Single(whole.Failed).Failure.Reason);
    }

    [Fact]
    public async Task a_table_that_cannot_be_planned_leaves_the_others()
    {
        _source.Missing.Add("gone");

        RunPlan plan = await PlanAsync(new UnitRange.Routine(), Table with { Name = "gone", SourceTable = "gone" }, Table);

        Assert.Equal("The source has no table gone.", Assert.Single(plan.Failed).Failure.Reason);
        Assert.Equal("gone", plan.Failed[0].Table.Name);
        Assert.Equal(3, plan.Units.Count);
    }

    [Fact]
    public async Task a_plan_claims_the_tables_place_in_the_lake()
    {
        await PlanAsync(new UnitRange.Routine());

        RunPlan other = await PlanAsync(new UnitRange.Routine(), Table with { Path = "elsewhere" });

        Assert.Contains("was made from plant.readings", Assert.Single(other.Failed).Failure.Reason, StringComparison.Ordinal);
        Assert.Empty(other.Units);
    }

    [Fact]
    public async Task a_plan_that_is_all_that_is_wanted_writes_nothing()
    {
        RunPlan plan = await PlanAsync(
            new RunRequest { Tables = [Table], Range = new UnitRange.Routine(), PlanOnly = true });

        Assert.Equal(3, plan.Units.Count);
        Assert.DoesNotContain(_lake.Calls, call => call.Call is not ("get" or "list-control"));
    }

    private Task<RunPlan> PlanAsync(UnitRange range, params TableSpec[] tables) =>
        PlanAsync(new RunRequest { Tables = tables.Length == 0 ? [Table] : tables, Range = range });

    private async Task<RunPlan> PlanAsync(RunRequest request)
    {
        RunPlan plan = await new UnitPlanner(_source, _lake).PlanAsync(request, default);
        Assert.Equal(0, _source.OpenSnapshots);
        return plan;
    }

    private static IEnumerable<string> Names(RunPlan plan)
    {
        Assert.Empty(plan.Failed);
        return plan.Units.Select(planned => planned.Unit.Name);
    }

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    /// <summary>Records of these days of January as a run that is done leaves them.</summary>
    private Task RecordAsync(params int[] days) => RecordAsync(record => record, days);

    private async Task RecordAsync(Func<UnitRecord, UnitRecord> change, params int[] days)
    {
        var records = new RecordStore(_lake);
        foreach (int day in days)
        {
            var unit = new Unit(Table, UnitInterval.Of(new DateOnly(2026, 1, day)));
            await records.PutAsync(unit, change(Done(unit)), (await records.GetAsync(unit, default)).Tag, default);
        }
    }

    private static UnitRecord Done(Unit unit) => new()
    {
        State = RecordState.Committed,
        Token = "t1",
        Table = unit.Table.Name,
        Unit = unit.Name,
        SourceClock = default,
        Open = false,
        Decoder = DecoderHash.Of(unit.Table),
        Columns = ["sensor_id int32", "time timestamp(6)", "value decimal(9,2)"],
        Writer = 1,
        Source = Fingerprint.Empty,
        Checksum = "",
        Rejected = 0,
        Samples = 0,
        Points = 0,
        Objects = [],
    };
}
