using Akka.Streams;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests;

public sealed class UnitGraphTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly DateTimeOffset Today = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _clock = new(Today);
    private readonly MemorySource _source;
    private readonly MemoryLake _lake = new();
    private readonly ByteBudget _budget = new(long.MaxValue);
    private readonly RunMeter _meter = new();
    private readonly Unit _unit = new(Readings.Table(), UnitInterval.Of(Day));

    public UnitGraphTests() => _source = new MemorySource(_clock);

    [Fact]
    public async Task a_unit_becomes_one_object_of_its_day()
    {
        _source.Put(Readings.Day(Day, 1_000, 1));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync());

        Assert.Equal((1_000, 0, 1_000, 1_000), (done.Tally.Rows, done.Tally.Rejected, done.Tally.Samples, done.Tally.Points));
        Assert.Equal(["readings/date=20260105/data.parquet"], _lake.Objects.Keys);
        Assert.Equal(1, done.Objects);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_stalled_sink_stops_the_pager_after_a_bounded_number_of_pages()
    {
        _source.Put(Readings.Day(Day, 20_000, 1));
        var stalled = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _lake.Before = (call, _, cancellation) =>
        {
            if (call != "prepare")
            {
                return Task.CompletedTask;
            }

            stalled.TrySetResult();
            return release.Task.WaitAsync(cancellation);
        };

        Task<UnitOutcome> running = RunAsync(new EngineLimits { RowGroupRows = 100 });
        await stalled.Task;
        int pages = await QuiescentAsync(() => _source.PagesRead);

        // Of 200 pages: those decoded at once and one waiting in each stage that holds an element.
        Assert.InRange(pages, 1, 12);
        release.SetResult();
        Assert.IsType<UnitOutcome.Committed>(await running);
        Assert.Equal(200, _source.PagesRead);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_full_budget_stops_the_pager_and_not_the_stages_behind_it()
    {
        _source.Put(Readings.Day(Day, 20_000, 1));
        var limits = new EngineLimits { RowGroupRows = 1_000, RowGroupBytes = 64 * 1024, RejectGroupBytes = 1024, PageBytes = 8 * 1024, BatchBytes = 8 * 1024 };
        limits = limits with { UnitBytes = limits.UnitBytesMin };

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(limits));

        Assert.Equal(20_000, done.Tally.Rows);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_failing_page_leaves_the_lake_as_it_was()
    {
        _source.Put(Readings.Day(Day, 1_000, 1));
        _source.BeforePage = (_, page, _) => page == 5 ? throw IngestException.Transient("The connection was lost.") : Task.CompletedTask;

        IngestFailure failure = await FailAsync(new EngineLimits { RowGroupRows = 100 });

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Empty(_lake.Objects);
        AssertNothingIsHeld();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_snapshot_that_is_open_for_too_long_fails_its_unit_whoever_is_waited_for(bool source)
    {
        _source.MaxSnapshot = TimeSpan.FromMinutes(10);
        _source.Put(Readings.Day(Day, 20_000, 1));
        var stalled = new TaskCompletionSource();
        Task StallAsync(CancellationToken cancellation)
        {
            stalled.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }

        if (source)
        {
            _source.BeforePage = (_, page, cancellation) => page == 5 ? StallAsync(cancellation) : Task.CompletedTask;
        }
        else
        {
            _lake.Before = (call, _, cancellation) => call == "prepare" ? StallAsync(cancellation) : Task.CompletedTask;
        }

        Task<IngestFailure> failing = FailAsync(new EngineLimits { RowGroupRows = 100 });
        await stalled.Task;
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.False(failing.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        IngestFailure failure = await failing;

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.StartsWith("Its snapshot was open for 00:10:00, which is all that Source.MaxSnapshot allows", failure.Reason, StringComparison.Ordinal);
        Assert.Empty(_lake.Objects);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_unit_that_a_lagging_replica_may_not_have_in_full_is_open_and_read_again_when_it_has_caught_up()
    {
        _source.Put(Readings.Day(Day, 100, 1));
        _source.Lag = Today - Dates.Instant(UnitInterval.Of(Day).EndMicros) - _unit.Table.Settle + TimeSpan.FromSeconds(1);
        await RunAsync();
        Assert.True((await new RecordStore(_lake).GetAsync(_unit, default)).Record!.Open);

        _source.Lag -= TimeSpan.FromSeconds(1);
        UnitOutcome.Committed again = Assert.IsType<UnitOutcome.Committed>(await RunAsync());

        Assert.Equal((100, 0), (again.Tally.Rows, again.Objects));
        Assert.False((await new RecordStore(_lake).GetAsync(_unit, default)).Record!.Open);
        Assert.IsType<UnitOutcome.Unchanged>(await RunAsync());
    }

    [Fact]
    public async Task a_replica_that_is_behind_what_the_lake_was_made_from_takes_nothing_away()
    {
        _source.Put(Readings.Day(Day, 100, 1));
        await RunAsync();
        _source.Delete(100);
        _clock.Advance(TimeSpan.FromMinutes(10));

        _source.Lag = TimeSpan.FromDays(30);
        IngestFailure behind = await FailAsync();
        _source.Lag = TimeSpan.FromMinutes(9);
        IngestFailure caughtUp = await FailAsync();

        Assert.Equal((FailureKind.Transient, FailureKind.Shrunk), (behind.Kind, caughtUp.Kind));
        Assert.StartsWith(
            "readings/20260105: the source is a replica that may lack what was committed after 2025-12-11 12:10:00 UTC, and the lake "
            + "was made from later rows.",
            behind.Reason,
            StringComparison.Ordinal);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task once_all_is_read_the_snapshot_is_closed_and_publishing_may_take_its_time()
    {
        _source.MaxSnapshot = TimeSpan.FromMinutes(10);
        _source.Put(Readings.Day(Day, 1_000, 1));
        int open = -1;
        _lake.Before = (call, _, _) =>
        {
            if (call == "publish")
            {
                open = _source.OpenSnapshots;
                _clock.Advance(TimeSpan.FromHours(1));
            }

            return Task.CompletedTask;
        };

        Assert.IsType<UnitOutcome.Committed>(await RunAsync());
        Assert.Equal(0, open);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_stop_in_the_middle_ends_the_uploads()
    {
        _source.Put(Readings.Day(Day, 1_000, 1));
        using var stop = new CancellationTokenSource();
        _source.BeforePage = (_, page, cancellation) =>
        {
            if (page == 5)
            {
                stop.Cancel();
            }

            return Task.CompletedTask;
        };

        IngestFailure failure = await FailAsync(new EngineLimits { RowGroupRows = 100 }, stop.Token);

        Assert.Equal(FailureKind.Stopped, failure.Kind);
        Assert.Empty(_lake.Objects);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_stop_while_an_object_is_begun_ends_that_upload_too()
    {
        _source.Put(Readings.Day(Day, 1_000, 1));
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _lake.Before = async (call, _, _) =>
        {
            if (call == "prepare")
            {
                // A store that is asked answers, stopped or not.
                begun.SetResult();
                await release.Task;
            }
        };
        _source.BeforePage = async (_, page, cancellation) =>
        {
            if (page == 3)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }
        };
        Task<IngestFailure> running = FailAsync(new EngineLimits { RowGroupRows = 100 }, stop.Token);
        await begun.Task;

        await stop.CancelAsync();
        Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System)));
        release.SetResult();

        Assert.Equal(FailureKind.Stopped, (await running).Kind);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_page_that_is_being_read_when_the_lake_fails_is_waited_for()
    {
        _source.Put(Readings.Day(Day, 1_000, 1));
        var reading = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _source.BeforePage = async (_, page, _) =>
        {
            if (page == 3)
            {
                reading.SetResult();
                await release.Task;
            }
        };
        _lake.Before = async (call, _, _) =>
        {
            if (call == "prepare")
            {
                await reading.Task;
                throw IngestException.Transient("The lake is slow.");
            }
        };

        Task<IngestFailure> running = FailAsync(new EngineLimits { RowGroupRows = 100 });
        await reading.Task;
        Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System)));
        release.SetResult();

        Assert.Equal("The lake is slow.", (await running).Reason);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_lake_that_cannot_even_abort_does_not_hide_why_the_unit_failed()
    {
        _source.Put(Readings.Day(Day, 10, 1));
        _lake.Before = (call, _, _) => call switch
        {
            "put" => throw IngestException.Permanent("Nobody may write records."),
            "abort" => throw IngestException.Transient("The lake is slow."),
            _ => Task.CompletedTask,
        };

        IngestFailure failure = await FailAsync();

        Assert.Equal(new IngestFailure(FailureKind.Permanent, "Nobody may write records."), failure);
        Assert.Equal(0, _budget.Used);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task an_upload_that_cannot_be_ended_does_not_hide_that_the_unit_was_stopped_or_its_snapshot_too_old(bool tooOld)
    {
        _source.Put(Readings.Day(Day, 1_000, 1));
        _source.MaxSnapshot = TimeSpan.FromMinutes(10);
        using var stop = new CancellationTokenSource();
        _source.BeforePage = (_, page, _) =>
        {
            if (page == 5)
            {
                if (tooOld)
                {
                    _clock.Advance(TimeSpan.FromMinutes(10));
                }
                else
                {
                    stop.Cancel();
                }
            }

            return Task.CompletedTask;
        };
        _lake.Before = (call, _, _) => call == "abandon" ? throw IngestException.Permanent("Nobody may end uploads.") : Task.CompletedTask;

        IngestFailure failure = await FailAsync(new EngineLimits { RowGroupRows = 100 }, stop.Token);

        Assert.Contains(_lake.Calls, call => call.Call == "abandon");
        Assert.Equal(tooOld ? FailureKind.Permanent : FailureKind.Stopped, failure.Kind);
        Assert.StartsWith(tooOld ? "Its snapshot was open for" : "It was stopped", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_empty_object_that_cannot_be_ended_does_not_hide_why_it_was_not_made()
    {
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        _source.Put(MemoryRow.Of(1, 1, Dates.Instant(noon), [noon], [1]), MemoryRow.Of(2, 1, Dates.Instant(noon), [noon - Dates.MicrosPerDay], [1]));
        await RunAsync();
        _source.Put(MemoryRow.Of(2, 1, Dates.Instant(noon), [noon], [1]), MemoryRow.Of(3, 1, Dates.Instant(noon), [noon], [1]));
        _lake.Before = (call, key, _) => (call, key.Contains("20260104", StringComparison.Ordinal)) switch
        {
            ("complete", true) => throw IngestException.Transient("The lake is slow."),
            ("abandon", true) => throw IngestException.Permanent("Nobody may end uploads."),
            _ => Task.CompletedTask,
        };

        Assert.Equal(new IngestFailure(FailureKind.Transient, "The lake is slow."), await FailAsync());
    }

    [Fact]
    public async Task running_again_changes_nothing_when_the_source_did_not()
    {
        _source.Put(Readings.Day(Day, 100, 1));
        await RunAsync();
        int calls = _lake.Calls.Count(call => call.Call is "put" or "publish");

        Assert.IsType<UnitOutcome.Unchanged>(await RunAsync());

        Assert.Equal(calls, _lake.Calls.Count(call => call.Call is "put" or "publish"));
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task late_samples_go_to_their_own_date_and_become_empty_when_they_are_gone()
    {
        _source.Put(Readings.Day(Day, 10, 1));
        DateTimeOffset late = Dates.Instant(Dates.Micros(Day)).AddDays(-2);
        _source.Put(MemoryRow.Of(50, 1, Dates.Instant(Dates.Micros(Day)).AddHours(1), [Dates.Micros(late)], [7]));
        await RunAsync();
        Assert.Equal(["readings/date=20260103/20260105.parquet", "readings/date=20260105/data.parquet"], _lake.Objects.Keys);
        byte[] before = _lake.Objects["readings/date=20260103/20260105.parquet"];

        _source.Put(MemoryRow.Of(50, 1, Dates.Instant(Dates.Micros(Day)).AddHours(1), 7));
        _source.Put(MemoryRow.Of(51, 1, Dates.Instant(Dates.Micros(Day)).AddHours(2), 8));
        await RunAsync();

        Assert.Equal(2, _lake.Objects.Count);
        Assert.True(_lake.Objects["readings/date=20260103/20260105.parquet"].Length < before.Length);
        TaggedRecord record = await new RecordStore(_lake).GetAsync(_unit, default);
        Assert.Equal([0L, 12L], record.Record!.Objects.Select(made => made.Rows));
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_row_that_does_not_decode_is_kept_with_its_reason_and_the_run_goes_on()
    {
        _source.Put(Readings.Day(Day, 10, 1));
        _source.Put(new MemoryRow(11, 1, Dates.Micros(Day), [1, 2, 3]), new MemoryRow(12, 1, Dates.Micros(Day), null));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync());

        Assert.Equal((12, 2, 10), (done.Tally.Rows, done.Tally.Rejected, done.Tally.Samples));
        Assert.Equal(["readings/date=20260105/data.parquet", "readings_rejects/date=20260105/data.parquet"], _lake.Objects.Keys);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task more_rejects_than_the_budget_allows_fail_the_unit_and_show_nothing()
    {
        _source.Put(Enumerable.Range(1, 300).Select(id => new MemoryRow(id, 1, Dates.Micros(Day), [(byte)(id % 200)])));

        IngestFailure failure = await FailAsync();

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.Contains("more than 100 source rows", failure.Reason, StringComparison.Ordinal);
        Assert.Empty(_lake.Objects);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task an_empty_source_never_empties_the_lake()
    {
        _source.Put(Readings.Day(Day, 10, 1));
        await RunAsync();
        _source.Delete(Enumerable.Range(1, 10).Select(id => (long)id));

        IngestFailure failure = await FailAsync();
        Assert.Equal(FailureKind.Shrunk, failure.Kind);
        Assert.Contains("--accept-shrink", failure.Reason, StringComparison.Ordinal);

        Assert.IsType<UnitOutcome.Committed>(await RunAsync(acceptShrink: true));
        TaggedRecord record = await new RecordStore(_lake).GetAsync(_unit, default);
        Assert.Equal(0, Assert.Single(record.Record!.Objects).Rows);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_thousand_event_dates_fit_into_the_units_share()
    {
        var limits = new EngineLimits();
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        _source.Put(Enumerable.Range(0, 4_000).Select(id => MemoryRow.Of(
            id, id % 7, Dates.Instant(noon), [noon - (id % 1_000 * Dates.MicrosPerDay)], [id])));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(limits));

        Assert.Equal(1_000, done.Objects);
        Assert.Equal(4_000, done.Tally.Samples);
        Assert.InRange(done.PeakBytes, 1, limits.UnitBytes);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task dates_that_hold_too_much_of_open_parts_together_are_put_off_to_another_pass()
    {
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        var random = new Random(1);
        _source.Put(Enumerable.Range(0, 6_000).Select(id => MemoryRow.Of(
            id, id % 7, Dates.Instant(noon), [noon - (id % 12 * Dates.MicrosPerDay)], [random.Next(1 << 29)])));
        var limits = new EngineLimits { RowGroupRows = 50, UploadTailBytes = EngineLimits.UploadPartBytes + 10_000 };

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(limits));

        // Each date comes to some 5 kB, so that two at a time are within the bound.
        Assert.Equal((12, 6_000L), (done.Objects, done.Tally.Samples));
        Assert.Equal(12, _lake.Objects.Count);
        Assert.InRange(_source.PagesRead, 5 * 60, 12 * 60);
        Assert.Equal(12 + _lake.Calls.Count(call => call.Call == "abandon"), _lake.Calls.Count(call => call.Call == "prepare"));
        Assert.InRange(_lake.Calls.Count(call => call.Call == "abandon"), 1, int.MaxValue);
        Assert.Equal(6_000, (await new RecordStore(_lake).GetAsync(_unit, default)).Record!.Objects.Sum(made => made.Rows));
        AssertNothingIsHeld();

        // A lake's own pace or sizes of pages change nothing.
        IReadOnlyDictionary<string, byte[]> first = _lake.Objects;
        var other = new MemoryLake();
        _source.PageRows = 37;
        await RunAsync(limits, lake: other);
        Assert.Equal(first, other.Objects);
    }

    [Fact]
    public async Task which_dates_are_put_off_does_not_depend_on_where_pages_end_though_rows_are_rejected()
    {
        long noon = Dates.Micros(Day) + (Dates.MicrosPerDay / 2);
        var random = new Random(1);
        byte[] garbage = new byte[250];
        _source.Put(Enumerable.Range(0, 6_000).Select(id =>
        {
            random.NextBytes(garbage);
            return id % 61 == 60
                ? new MemoryRow(id, id % 7, noon, [0xff, .. garbage])
                : MemoryRow.Of(id, id % 7, Dates.Instant(noon), [noon - (random.Next(12) * Dates.MicrosPerDay)], [random.Next(1 << 29)]);
        }));
        var limits = new EngineLimits
        {
            RowGroupRows = 100,
            RowGroupBytes = 16_000,
            RejectGroupBytes = 1_000,
            UploadTailBytes = EngineLimits.UploadPartBytes + 35_000,
        };
        List<IReadOnlyDictionary<string, byte[]>> made = [];
        foreach (int rows in (int[])[1, 100, 1_000])
        {
            var lake = new MemoryLake();
            _source.PageRows = rows;
            await RunAsync(limits, lake: lake);
            Assert.Contains(lake.Calls, call => call.Call == "abandon");
            Assert.Contains(lake.Objects, one => one.Key.StartsWith("readings_rejects/", StringComparison.Ordinal) && one.Value.Length > 20_000);
            made.Add(lake.Objects);
        }

        Assert.Equal(made[0], made[1]);
        Assert.Equal(made[0], made[2]);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_hundred_columns_fit_into_the_units_share()
    {
        // More is read than the share holds.
        var limits = new EngineLimits { RowGroupBytes = 2 << 20, RejectGroupBytes = 256 << 10, PageBytes = 128 << 10, BatchBytes = 512 << 10 };
        limits = limits with { UnitBytes = limits.UnitBytesMin };
        _source.PageRows = 10;
        var unit = new Unit(Readings.Table(100), UnitInterval.Of(Day));
        long[] times = [.. Enumerable.Range(0, 100).Select(i => Dates.Micros(Day) + (i * 1_000_000L))];
        long[] values = [.. Enumerable.Range(0, 100 * 100).Select(i => (long)i)];
        MemoryRow row = MemoryRow.Of(1, 1, Dates.Instant(Dates.Micros(Day)), times, values);
        _source.Put(Enumerable.Range(1, 450).Select(id => row with { Id = id }));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(limits, unit: unit));

        Assert.Equal(4_500_000, done.Tally.Points);
        Assert.InRange(done.PeakBytes, 1, limits.UnitBytes);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task payloads_that_hold_far_more_than_their_bytes_are_decoded_a_batch_at_a_time()
    {
        var limits = new EngineLimits { BatchBytes = 64 * 1024 };
        long[] times = [.. Enumerable.Range(0, 5_000).Select(i => Dates.Micros(Day) + i)];
        MemoryRow row = MemoryRow.Of(1, 1, Dates.Instant(Dates.Micros(Day)), times, new long[5_000]);
        _source.Put(Enumerable.Range(1, 250).Select(id => row with { Id = id }));

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(limits));

        Assert.Equal((250, 1_250_000), (done.Tally.Rows, done.Tally.Samples));
        AssertNothingIsHeld();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(1_000, 4)]
    public async Task the_same_rows_give_the_same_bytes_whatever_the_pages_and_the_parallelism(int pageRows, int parallelism)
    {
        long start = Dates.Micros(Day);
        _source.Put(Enumerable.Range(0, 3_000).Select(id => id % 100 == 99
            ? new MemoryRow(id, 1, start, [(byte)(id / 100)])
            : MemoryRow.Of(id, id % 13, Dates.Instant(start), [start - (id * 31 % 5 * Dates.MicrosPerDay) + id], [id * 7 % 1_000])));
        var limits = new EngineLimits { RowGroupRows = 700, RowGroupBytes = 20_000, RejectGroupBytes = 200, DecodeParallelism = parallelism };
        var reference = new MemoryLake();
        await RunAsync(limits with { DecodeParallelism = 3 }, lake: reference);

        _source.PageRows = pageRows;
        await RunAsync(limits);

        Assert.Equal(reference.Objects.Keys, _lake.Objects.Keys);
        Assert.All(reference.Objects, made => Assert.Equal(made.Value, _lake.Objects[made.Key]));
        Assert.Equal(6, reference.Objects.Count);
    }

    private async Task<UnitOutcome> RunAsync(
        EngineLimits? limits = null, bool acceptShrink = false, Unit? unit = null, MemoryLake? lake = null, Repair? repair = null, CancellationToken stop = default)
    {
        unit ??= _unit;
        lake ??= _lake;
        var graph = new UnitGraph(lake, limits ?? new EngineLimits(), _budget, _meter, Sys.Materializer());
        OpenUnit open = await OpenUnit.OpenAsync(
            new PlannedUnit(unit, await _source.ResolveAsync(unit.Table, stop), repair), _source, new RecordStore(lake), stop);
        UnitOutcome outcome = await graph.RunAsync(open, acceptShrink, turn: null, stop);
        Assert.Equal(0, (outcome as UnitOutcome.Committed)?.HeldBytes ?? 0);
        return outcome;
    }

    private async Task<IngestFailure> FailAsync(EngineLimits? limits = null, CancellationToken stop = default) =>
        IngestFailure.Of(await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(limits, stop: stop)));

    private void AssertNothingIsHeld()
    {
        Assert.Equal(0, _budget.Used);
        Assert.Equal(0, _lake.Uploads);
        Assert.Equal(0, _source.OpenSnapshots);
    }

    /// <summary>The value once it has stopped moving.</summary>
    private static async Task<int> QuiescentAsync(Func<int> value)
    {
        int last = -1;
        for (int still = 0; still < 20; still++)
        {
            int now = value();
            still = now == last ? still : 0;
            last = now;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return last;
    }
}
