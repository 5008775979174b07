using Akka.Streams;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Planning;

/// <summary>Runs of a table of blocks, one after the other, while keys and the source's clock go on.</summary>
public sealed class BlockPlanTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TableSpec Table = Readings.Table() with
    {
        Time = null,
        KeyBlock = 10,
        Settle = TimeSpan.FromMinutes(15),
        Lookback = TimeSpan.FromDays(2),
    };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly MemorySource _source;
    private readonly MemoryLake _lake = new();

    public BlockPlanTests() => _source = new MemorySource(_clock);

    [Fact]
    public async Task a_block_is_open_until_the_highest_key_has_left_it_and_the_time_to_settle_has_passed()
    {
        Put(3);
        Assert.Equal(["k000000 committed"], await RunAsync());
        Put(12);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["k000001 committed", "k000000 unchanged"], await RunAsync());
        Assert.Equal((true, _clock.GetUtcNow()), await StateAsync(0));
        Assert.Equal((true, null), await StateAsync(1));

        DateTimeOffset left = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(14));
        await RunAsync();
        Assert.Equal((true, left), await StateAsync(0));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["k000001 unchanged", "k000000 unchanged"], await RunAsync());
        Assert.Equal((false, left), await StateAsync(0));
    }

    [Fact]
    public async Task what_commits_before_a_block_has_settled_is_found_however_late_the_next_run_is()
    {
        Put(3, 12);
        await RunAsync();
        Put(4);
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(["k000001 unchanged", "k000000 committed"], await RunAsync());
        Assert.Equal((false, new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero)), await StateAsync(0));
    }

    [Fact]
    public async Task a_closed_block_is_compared_for_as_long_as_the_lookback_and_then_no_more()
    {
        Put(3, 12);
        await RunAsync();
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        Put(4);
        Assert.Equal(["k000001 unchanged", "k000000 committed"], await RunAsync());

        _clock.Advance(TimeSpan.FromDays(2));
        Put(5);

        Assert.Equal(["k000001 unchanged"], await RunAsync());
        Assert.Equal(["k000001 unchanged", "k000000 committed"], await RunAsync(new UnitRange.Days(null, null)));
    }

    [Fact]
    public async Task an_outage_longer_than_the_lookback_leaves_no_hole()
    {
        Put(3, 12);
        await RunAsync();
        _clock.Advance(TimeSpan.FromDays(100));
        Put([.. Enumerable.Range(0, 40).Select(block => 100L + (10 * block))]);

        IReadOnlyList<string> after = await RunAsync();

        Assert.Equal(40, after.Count(unit => unit.EndsWith(" committed", StringComparison.Ordinal)));
        Assert.Equal(["k000001 unchanged", "k000000 unchanged"], after.Skip(40));
    }

    [Fact]
    public async Task blocks_that_were_left_before_the_run_close_as_soon_as_they_are_read_late_enough()
    {
        Put(3, 12, 25);
        // Each unit is read an hour after the one before.
        await RunAsync(new UnitRange.Days(null, null), () => _clock.Advance(TimeSpan.FromHours(1)));

        Assert.Equal([(false, Begin), (false, Begin), (true, null)], [await StateAsync(0), await StateAsync(1), await StateAsync(2)]);
    }

    [Fact]
    public async Task of_many_blocks_a_routine_run_compares_no_more_than_the_newest()
    {
        Put([.. Enumerable.Range(0, 40).Select(block => 10L * block)]);
        await RunAsync(new UnitRange.Days(null, null));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync();

        IReadOnlyList<string> later = await RunAsync();

        Assert.Equal(16, later.Count);
        Assert.Equal("k000039 unchanged", later[0]);
    }

    [Fact]
    public async Task gaps_of_any_size_cost_a_seek_each_and_what_is_recorded_costs_none()
    {
        Put(1, 1_000_000_000_000_000, 9_000_000_000_000_000_000);
        Put([.. Enumerable.Range(0, 100).Select(i => 5_000L + (10 * i))]);
        await RunAsync(new UnitRange.Days(null, null));
        Assert.Equal(104, _source.KeySeeks - 103);

        int before = _source.KeySeeks;
        RunPlan plan = await PlanAsync(new UnitRange.Routine());

        Assert.Equal(5, _source.KeySeeks - before);
        Assert.Equal(0, plan.OutsideLookback);
    }

    [Fact]
    public async Task what_is_open_unfinished_or_decoded_in_another_way_runs_whatever_its_age()
    {
        Put([.. Enumerable.Range(0, 40).Select(block => 10L * block)]);
        await RunAsync(new UnitRange.Days(null, null));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync();
        _clock.Advance(TimeSpan.FromDays(10));
        await ChangeAsync(2, record => record with { State = RecordState.Pending });
        await ChangeAsync(4, record => record with { Decoder = "another" });
        await ChangeAsync(6, record => record with { Columns = ["another"] });
        await ChangeAsync(8, record => record with { Open = true });

        Assert.Equal(
            ["k000039 unchanged", "k000008 unchanged", "k000006 committed", "k000004 committed", "k000002 committed"], await RunAsync());
        Assert.Equal(["k000039 unchanged"], await RunAsync());
    }

    [Fact]
    public async Task an_empty_table_has_no_units()
    {
        Assert.Empty(await RunAsync());
        Assert.Empty(await RunAsync(new UnitRange.Days(null, null)));
        Assert.Equal(
            "Table readings has no unit k000000: the source has no rows.",
            Assert.Single((await PlanAsync(new UnitRange.One(new UnitInterval.Block(0)))).Failed).Failure.Reason);
    }

    private static DateTimeOffset Begin => new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private void Put(params long[] ids) => _source.Put(ids.Select(id => MemoryRow.Of(id, 1, Begin, id % 1000)));

    private Task<RunPlan> PlanAsync(UnitRange range) =>
        new UnitPlanner(_source, _lake).PlanAsync(new RunRequest { Tables = [Table], Range = range }, default);

    private async Task<IReadOnlyList<string>> RunAsync(UnitRange? range = null, Action? between = null)
    {
        RunPlan plan = await PlanAsync(range ?? new UnitRange.Routine());
        Assert.Empty(plan.Failed);
        var records = new RecordStore(_lake);
        var graph = new UnitGraph(_lake, new EngineLimits(), new ByteBudget(long.MaxValue), new RunMeter(), Sys.Materializer());
        List<string> ends = [];
        foreach (PlannedUnit planned in plan.Units)
        {
            OpenUnit open = await OpenUnit.OpenAsync(planned, _source, records, default);
            UnitOutcome outcome = await graph.RunAsync(open, acceptShrink: false, turn: null, default);
            ends.Add($"{planned.Unit.Name} {outcome.GetType().Name.ToLowerInvariant()}");
            between?.Invoke();
        }

        Assert.Equal(0, _source.OpenSnapshots);
        return ends;
    }

    private async Task<(bool Open, DateTimeOffset? Left)> StateAsync(long number)
    {
        UnitRecord record = (await new RecordStore(_lake).GetAsync(new Unit(Table, new UnitInterval.Block(number)), default)).Record!;
        return (record.Open, record.Left);
    }

    private async Task ChangeAsync(long number, Func<UnitRecord, UnitRecord> change)
    {
        var records = new RecordStore(_lake);
        var unit = new Unit(Table, new UnitInterval.Block(number));
        TaggedRecord found = await records.GetAsync(unit, default);
        Assert.NotNull(await records.PutAsync(unit, change(found.Record!), found.Tag, default));
    }
}
