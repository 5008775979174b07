using Akka.Streams;
using Akka.Streams.Dsl;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests;

public sealed class IngestRunTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly MemorySource _source;

    private readonly MemoryLake _lake = new();
    private readonly ByteBudget _budget = new(long.MaxValue);

    public IngestRunTests()
    {
        _source = new MemorySource(_clock);
        for (int day = 0; day < 8; day++)
        {
            _source.Put(Readings.Day(First.AddDays(day), 50, 1 + (day * 100)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task no_more_than_one_unit_is_looked_at_ahead_of_those_that_run(int parallelism)
    {
        var release = new TaskCompletionSource();
        _source.BeforePage = (_, _, cancellation) => release.Task.WaitAsync(cancellation);

        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(parallelism);
        Assert.Equal(parallelism + 1, await QuiescentAsync(() => _source.OpenSnapshots));
        release.SetResult();

        Assert.Equal(8, (await running.WaitAsync(Patience)).OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task without_a_connection_to_spare_no_unit_is_looked_at_ahead(int parallelism)
    {
        _source.MaxConnections = parallelism;
        var release = new TaskCompletionSource();
        _source.BeforePage = (_, _, cancellation) => release.Task.WaitAsync(cancellation);

        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(parallelism);
        Assert.Equal(parallelism, await QuiescentAsync(() => _source.OpenSnapshots));
        release.SetResult();

        Assert.Equal(8, (await running.WaitAsync(Patience)).OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task the_next_unit_is_looked_at_while_this_one_is_read()
    {
        var reading = new TaskCompletionSource();
        _source.BeforePage = (_, _, cancellation) => reading.Task.WaitAsync(cancellation);
        _lake.Before = (call, key, _) =>
        {
            if (call == "get" && key == "readings/20260102.json")
            {
                reading.TrySetResult();
            }

            return Task.CompletedTask;
        };

        Assert.Equal(8, (await RunAsync(1).WaitAsync(Patience)).Count);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(2)]
    public async Task the_next_unit_is_read_while_this_one_is_written(int connections)
    {
        _source.MaxConnections = connections;
        var reading = new TaskCompletionSource();
        _source.BeforePage = (interval, _, _) =>
        {
            if (interval.Name == "20260102")
            {
                reading.TrySetResult();
            }

            return Task.CompletedTask;
        };
        _lake.Before = (call, _, cancellation) => call is "complete" ? reading.Task.WaitAsync(cancellation) : Task.CompletedTask;

        Assert.Equal(8, (await RunAsync(1).WaitAsync(Patience)).OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task no_third_unit_is_read_while_one_is_written_and_another_waits_to_be()
    {
        var release = new TaskCompletionSource();
        _lake.Before = (call, _, cancellation) => call is "complete" ? release.Task.WaitAsync(cancellation) : Task.CompletedTask;

        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(1);
        await UntilAsync(() => _source is { PagesRead: 2, OpenSnapshots: 3 });
        Assert.Equal((2, 3), (await QuiescentAsync(() => _source.PagesRead), _source.OpenSnapshots));
        release.SetResult();

        Assert.Equal(8, (await running.WaitAsync(Patience)).OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_snapshot_that_grows_stale_before_its_turn_is_closed_and_the_unit_looked_at_again()
    {
        _source.MaxSnapshot = TimeSpan.FromMinutes(10);
        var release = new TaskCompletionSource();
        _source.BeforePage = (interval, _, cancellation) => interval.Name == "20260101"
            ? release.Task.WaitAsync(cancellation)
            : Task.CompletedTask;
        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(1);
        await UntilAsync(() => _source.OpenSnapshots == 2);

        _source.Put(Readings.Day(First.AddDays(1), 60, 101));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(() => _source.OpenSnapshots == 1);
        release.SetResult();

        IReadOnlyList<UnitOutcome> outcomes = await running.WaitAsync(Patience);
        Assert.Equal(8, outcomes.OfType<UnitOutcome.Committed>().Count());
        Assert.Equal(60, outcomes.OfType<UnitOutcome.Committed>().Single(unit => unit.Unit.Name == "20260102").Tally.Rows);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task once_closed_units_in_flight_go_on_and_nothing_else_begins()
    {
        using var closed = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        _source.BeforePage = (_, _, cancellation) => release.Task.WaitAsync(cancellation);
        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(2, default, closed.Token);
        await UntilAsync(() => _source.OpenSnapshots == 3);

        await closed.CancelAsync();
        release.SetResult();

        IReadOnlyList<UnitOutcome> outcomes = await running.WaitAsync(Patience);
        Assert.Equal(["20260101", "20260102"], outcomes.OfType<UnitOutcome.Committed>().Select(unit => unit.Unit.Name).Order());
        Assert.All(outcomes.OfType<UnitOutcome.Failed>(), left => Assert.Equal(FailureKind.Stopped, left.Failure.Kind));
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_look_that_fails_is_that_units_failure_and_the_others_go_on()
    {
        _lake.Before = (call, key, _) => call == "get" && key is "readings/20260103.json" or "readings/20260105.json"
            ? throw IngestException.Transient($"{key} could not be read.")
            : Task.CompletedTask;

        IReadOnlyList<UnitOutcome> outcomes = await RunAsync(2);

        Assert.Equal(
            ["20260103 readings/20260103.json could not be read.", "20260105 readings/20260105.json could not be read."],
            outcomes.OfType<UnitOutcome.Failed>().Select(failed => $"{failed.Unit.Name} {failed.Failure.Reason}").Order());
        Assert.Equal(6, outcomes.OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_unit_that_fails_while_it_runs_fails_alone()
    {
        _source.BeforePage = (interval, _, _) => interval.Name == "20260104" ? throw new IOException("The network is down.") : Task.CompletedTask;

        IReadOnlyList<UnitOutcome> outcomes = await RunAsync(1);

        UnitOutcome.Failed failed = Assert.Single(outcomes.OfType<UnitOutcome.Failed>());
        Assert.Equal(("20260104", FailureKind.Transient), (failed.Unit.Name, failed.Failure.Kind));
        Assert.Equal(7, outcomes.OfType<UnitOutcome.Committed>().Count());
        AssertNothingIsHeld();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task after_a_stop_nothing_begins_and_every_snapshot_is_closed(int parallelism)
    {
        using var stop = new CancellationTokenSource();
        _source.BeforePage = (interval, _, cancellation) => string.CompareOrdinal(interval.Name, "20260103") < 0
            ? Task.CompletedTask
            : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);

        // Two units are done, as many as may run wait for their first page, and the next has been looked at.
        int seen = 2 + parallelism + 1;
        Task<IReadOnlyList<UnitOutcome>> running = RunAsync(parallelism, stop.Token);
        await UntilAsync(() => Looks() == seen && _lake.Objects.Count == 2 && _source.OpenSnapshots == parallelism + 1);
        await stop.CancelAsync();
        IReadOnlyList<UnitOutcome> outcomes = await running.WaitAsync(Patience);

        Assert.Equal((seen, 2), (Looks(), _source.PagesRead));
        Assert.Equal(2, outcomes.OfType<UnitOutcome.Committed>().Count());
        Assert.All(outcomes.OfType<UnitOutcome.Failed>(), failed => Assert.Equal(FailureKind.Stopped, failed.Failure.Kind));
        Assert.Contains(outcomes, outcome => outcome is UnitOutcome.Failed { Unit.Name: "20260103" });
        AssertNothingIsHeld();

        int Looks() => _lake.Calls.Count(call => call.Call == "get");
    }

    private async Task<IReadOnlyList<UnitOutcome>> RunAsync(
        int parallelism, CancellationToken stop = default, CancellationToken closed = default)
    {
        var spec = Readings.Table();
        SourceTable table = await _source.ResolveAsync(spec, default);
        PlannedUnit[] units = [.. Enumerable.Range(0, 8).Select(day => new PlannedUnit(new Unit(spec, UnitInterval.Of(First.AddDays(day))), table))];
        ActorMaterializer materializer = Sys.Materializer();
        var graph = new UnitGraph(_lake, new EngineLimits(), _budget, new RunMeter(), materializer);
        return await new IngestRun(_source, new RecordStore(_lake), graph, parallelism)
            .Create(units, acceptShrink: false, stop, closed)
            .RunWith(Sink.Seq<UnitOutcome>(), materializer);
    }

    private void AssertNothingIsHeld()
    {
        Assert.Equal(0, _budget.Used);
        Assert.Equal(0, _lake.Uploads);
        Assert.Equal(0, _source.OpenSnapshots);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
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
