using System.Collections.Concurrent;
using Akka.Actor;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Supervisors;

public sealed class IngestSupervisorTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateTimeOffset Today = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time;
    private readonly MemorySource _source;
    private readonly MemoryLake _lake = new();
    private readonly CatalogProbe _catalog = new();
    private readonly ByteBudget _budget = new(long.MaxValue);

    public IngestSupervisorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys, Today);
        _source = new MemorySource(_time.Clock);
        for (int day = 0; day < 3; day++)
        {
            _source.Put(Readings.Day(First.AddDays(day), 500, 1 + (day * 1_000)));
        }
    }

    [Fact]
    public async Task a_backfill_commits_every_day_newest_first_and_tells_the_catalog_once()
    {
        RunSummary done = await RunAsync(Supervisor());

        Assert.True(done.Succeeded);
        Assert.Equal(["20260103", "20260102", "20260101"], done.Plan.Units.Select(planned => planned.Unit.Name));
        Assert.Equal((1_500, 3), (done.Tally.Rows, done.Objects));
        Assert.Equal(["readings"], Assert.Single(_catalog.Updates));
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_run_that_changed_nothing_has_the_catalog_look_too()
    {
        IActorRef supervisor = Supervisor();
        await RunAsync(supervisor);

        RunSummary again = await RunAsync(supervisor);

        Assert.Equal(3, again.Unchanged);
        Assert.Equal(2, _catalog.Updates.Count);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_failing_page_fails_its_unit_alone_and_the_unit_is_repeated_and_succeeds()
    {
        int failures = 2;
        ConcurrentQueue<string> ended = new();
        _source.BeforePage = (interval, page, _) =>
            interval.Name == "20260102" && page == 2 && Interlocked.Decrement(ref failures) >= 0
                ? throw IngestException.Transient("The connection was lost.")
                : Task.CompletedTask;
        Sys.EventStream.Subscribe(TestActor, typeof(UnitEnded));
        IActorRef supervisor = Supervisor();

        supervisor.Tell(new StartRun(Backfill()));
        RunSummary done = await AdvanceUntilAsync<RunSummary>(message =>
        {
            if (message is UnitEnded end)
            {
                ended.Enqueue($"{end.Outcome.Unit.Name} {end.Outcome.GetType().Name} {(end.Final ? "final" : "again")}");
            }
        });

        Assert.True(done.Succeeded);
        Assert.Equal(["20260101 Committed final", "20260102 Failed again", "20260103 Committed final"], ended.Take(3).Order());
        Assert.Equal(["20260102 Failed again", "20260102 Committed final"], ended.Skip(3));
        Assert.Equal(3, _lake.Objects.Count);
        Assert.Single(_catalog.Updates);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_unit_that_keeps_failing_is_given_up_and_the_others_are_in_the_lake()
    {
        _source.BeforePage = (interval, _, _) => interval.Name == "20260102"
            ? throw IngestException.Transient("The connection was lost.")
            : Task.CompletedTask;
        IActorRef supervisor = Supervisor();

        supervisor.Tell(new StartRun(Backfill()));
        RunSummary done = await AdvanceUntilAsync<RunSummary>();

        Assert.False(done.Succeeded);
        Assert.Equal("The connection was lost.", Assert.Single(done.Failed).Failure.Reason);
        Assert.Equal(2, _lake.Objects.Count);
        Assert.Single(_catalog.Updates);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_permanent_failure_is_not_repeated()
    {
        int attempts = 0;
        _source.BeforePage = (interval, _, _) =>
        {
            if (interval.Name == "20260102")
            {
                Interlocked.Increment(ref attempts);
                throw IngestException.Permanent("Column payload is gone.");
            }

            return Task.CompletedTask;
        };

        RunSummary done = await RunAsync(Supervisor());

        Assert.Equal(1, attempts);
        Assert.Equal("Column payload is gone.", Assert.Single(done.Failed).Failure.Reason);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_table_that_cannot_be_planned_for_now_is_planned_again_and_the_others_do_not_wait()
    {
        int failures = 2;
        ConcurrentQueue<string> told = new();
        _source.BeforeResolve = table =>
        {
            if (table.Name == "readings" && Interlocked.Decrement(ref failures) >= 0)
            {
                throw IngestException.Transient("The source is failing over.");
            }
        };
        Sys.EventStream.Subscribe(TestActor, typeof(UnitEnded));
        Sys.EventStream.Subscribe(TestActor, typeof(RunPlanned));

        Supervisor().Tell(new StartRun(Backfill() with { Tables = [Readings.Table(), Readings.Table() with { Name = "others", Path = "others" }] }));
        RunSummary done = await AdvanceUntilAsync<RunSummary>(message => told.Enqueue(message switch
        {
            RunPlanned planned => $"planned {planned.Plan.Units.Count}",
            UnitEnded ended => ended.Outcome.Unit.ToString(),
            _ => "",
        }));

        Assert.True(done.Succeeded);
        Assert.Equal(
            [
                "planned 3", "others/20260101", "others/20260102", "others/20260103", "planned 0",
                "planned 3", "readings/20260101", "readings/20260102", "readings/20260103",
            ],
            [told.First(), .. told.Skip(1).Take(3).Order(), .. told.Skip(4).Take(2), .. told.Skip(6).Order()]);
        Assert.Equal((6, 6, 0), (done.Plan.Units.Count, _lake.Objects.Count, done.Plan.Failed.Count));
        Assert.Equal(["others", "readings"], Assert.Single(_catalog.Updates).Order());
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task planning_is_given_up_after_as_many_repetitions_as_a_unit()
    {
        int attempts = 0;
        _source.BeforeResolve = _ =>
        {
            attempts++;
            throw IngestException.Transient("The source is failing over.");
        };

        Supervisor().Tell(new StartRun(Backfill()));
        RunSummary done = await AdvanceUntilAsync<RunSummary>();

        Assert.Equal(1 + 3, attempts);
        Assert.Equal("The source is failing over.", Assert.Single(done.Plan.Failed).Failure.Reason);
        Assert.False(done.Succeeded);
        Assert.Empty(_catalog.Updates);
    }

    [Fact]
    public async Task a_plan_that_cannot_succeed_is_not_tried_again()
    {
        int attempts = 0;
        _source.BeforeResolve = _ =>
        {
            attempts++;
            throw IngestException.Permanent("The source has no such table.");
        };

        RunSummary done = await RunAsync(Supervisor());

        Assert.Equal((1, 1), (attempts, done.Plan.Failed.Count));
    }

    [Fact]
    public async Task a_fault_while_a_table_is_planned_again_does_not_lose_what_was_done()
    {
        int attempts = 0;
        _source.BeforeResolve = table =>
        {
            if (table.Name == "readings")
            {
                throw ++attempts == 1 ? IngestException.Transient("The source is failing over.") : new InvalidOperationException("A fault.");
            }
        };

        Supervisor().Tell(new StartRun(Backfill() with { Tables = [Readings.Table(), Readings.Table() with { Name = "others", Path = "others" }] }));
        RunSummary done = await AdvanceUntilAsync<RunSummary>();

        Assert.Equal((3, 2), (done.Committed.Count(), attempts));
        Assert.Contains("A fault.", Assert.Single(done.Plan.Failed).Failure.Reason, StringComparison.Ordinal);
        Assert.Equal(["others"], Assert.Single(_catalog.Updates));
    }

    [Fact]
    public async Task a_stop_while_a_table_waits_to_be_planned_again_ends_the_run()
    {
        var tried = new TaskCompletionSource();
        _source.BeforeResolve = _ =>
        {
            tried.TrySetResult();
            throw IngestException.Transient("The source is failing over.");
        };
        IActorRef supervisor = Supervisor();
        supervisor.Tell(new StartRun(Backfill()));
        await tried.Task.WaitAsync(Patience);

        supervisor.Tell(StopRun.Instance);

        Assert.True((await AdvanceUntilAsync<RunSummary>()).Stopped);
    }

    [Fact]
    public async Task a_failing_catalog_is_said_and_the_lake_is_complete()
    {
        _catalog.Failures.Enqueue(IngestException.Permanent("glue:GetTable was denied."));

        RunSummary done = await RunAsync(Supervisor());

        Assert.Equal("glue:GetTable was denied.", done.CatalogFailure?.Reason);
        Assert.False(done.Succeeded);
        Assert.Equal((3, 3), (done.Committed.Count(), _lake.Objects.Count));
        Assert.Single(_catalog.Updates);
    }

    [Fact]
    public async Task a_catalog_that_fails_for_now_is_told_again_and_what_it_says_is_passed_on()
    {
        _catalog.Failures.Enqueue(IngestException.Transient("Glue is throttling."));
        _catalog.Failures.Enqueue(IngestException.Transient("Glue is throttling."));
        _catalog.Notices = ["The crawler was started just now."];

        Supervisor().Tell(new StartRun(Backfill()));
        RunSummary done = await AdvanceUntilAsync<RunSummary>();

        Assert.True(done.Succeeded);
        Assert.Equal((3, 3), (_catalog.Updates.Count, done.Committed.Count()));
        Assert.Equal(["The crawler was started just now."], done.CatalogNotices);
    }

    [Fact]
    public async Task a_catalog_that_keeps_failing_is_given_up_after_as_many_repetitions_as_a_unit()
    {
        for (int i = 0; i < 10; i++)
        {
            _catalog.Failures.Enqueue(IngestException.Transient("Glue is throttling."));
        }

        Supervisor().Tell(new StartRun(Backfill()));
        RunSummary done = await AdvanceUntilAsync<RunSummary>();

        Assert.Equal("Glue is throttling.", done.CatalogFailure?.Reason);
        Assert.Equal((4, 3), (_catalog.Updates.Count, done.Committed.Count()));
    }

    [Fact]
    public async Task a_stop_ends_the_catalog_step()
    {
        var reached = new TaskCompletionSource();
        _catalog.Before = cancellation =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        };
        IActorRef supervisor = Supervisor();
        supervisor.Tell(new StartRun(Backfill()));
        await reached.Task.WaitAsync(Patience);

        supervisor.Tell(StopRun.Instance);

        RunSummary done = await ExpectMsgAsync<RunSummary>(Patience);
        Assert.True(done.Stopped);
        Assert.Equal(3, done.Committed.Count());
    }

    [Fact]
    public async Task a_stop_while_the_catalog_waits_to_be_told_again_ends_the_run()
    {
        var tried = new TaskCompletionSource();
        _catalog.Before = _ =>
        {
            tried.TrySetResult();
            throw IngestException.Transient("Glue is throttling.");
        };
        IActorRef supervisor = Supervisor();
        supervisor.Tell(new StartRun(Backfill()));
        await tried.Task.WaitAsync(Patience);

        supervisor.Tell(StopRun.Instance);

        RunSummary done = await AdvanceUntilAsync<RunSummary>();
        Assert.True(done.Stopped);
        Assert.Equal(3, done.Committed.Count());
    }

    [Fact]
    public async Task a_stop_abandons_the_unit_in_flight_and_leaves_no_temporary_file()
    {
        string root = Directory.CreateTempSubdirectory("ingest-stop").FullName;
        try
        {
            var lake = new DirectoryLake(root, TimeProvider.System);
            IActorRef supervisor = Supervisor(lake, new EngineLimits { RowGroupRows = 100 });
            var reached = new TaskCompletionSource();
            _source.BeforePage = async (interval, page, cancellation) =>
            {
                if (interval.Name == "20260102" && page == 3)
                {
                    reached.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                }
            };

            Akka.TestKit.TestProbe ends = CreateTestProbe();
            Sys.EventStream.Subscribe(ends, typeof(UnitEnded));

            supervisor.Tell(new StartRun(Backfill()));
            await reached.Task;
            await ends.ExpectMsgAsync<UnitEnded>(Patience);
            supervisor.Tell(StopRun.Instance);
            RunSummary done = await ExpectMsgAsync<RunSummary>(Patience);

            Assert.True(done.Stopped);
            Assert.Equal("20260103", Assert.Single(done.Committed).Unit.Name);
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(root, "_ingest", ".uploads")));
            Assert.Equal(
                [Path.Combine(root, "readings/date=20260103/data.parquet")],
                Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories));
            AssertNothingIsHeld();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task a_stop_while_waiting_to_repeat_ends_the_run()
    {
        _source.BeforePage = (_, _, _) => throw IngestException.Transient("The connection was lost.");
        Sys.EventStream.Subscribe(TestActor, typeof(UnitEnded));
        IActorRef supervisor = Supervisor();
        supervisor.Tell(new StartRun(Backfill()));
        for (int i = 0; i < 3; i++)
        {
            await ExpectMsgAsync<UnitEnded>(Patience);
        }

        supervisor.Tell(StopRun.Instance);

        RunSummary done = await AdvanceUntilAsync<RunSummary>();
        Assert.True(done.Stopped);
        Assert.Empty(_catalog.Updates);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task when_its_time_is_over_a_run_ends_well_and_says_how_many_units_are_left()
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _source.BeforePage = (interval, page, cancellation) =>
        {
            if (interval.Name != "20260102" || page != 2)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return release.Task.WaitAsync(cancellation);
        };
        IActorRef supervisor = Supervisor();

        supervisor.Tell(new StartRun(Backfill() with { Until = Today.AddHours(1) }));
        await reached.Task.WaitAsync(Patience);
        _time.Advance(TimeSpan.FromHours(1));
        release.SetResult();
        RunSummary done = await ExpectMsgAsync<RunSummary>(Patience);

        Assert.Equal((true, 1, true, false), (done.Closed, done.Left, done.Succeeded, done.Stopped));
        Assert.Equal(["20260102", "20260103"], done.Committed.Select(unit => unit.Unit.Name).Order());
        Assert.Single(_catalog.Updates);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task what_failed_for_now_is_not_repeated_when_the_time_is_over()
    {
        int attempts = 0;
        _source.BeforePage = (_, _, _) =>
        {
            attempts++;
            _time.Clock.Advance(TimeSpan.FromHours(1));
            throw IngestException.Transient("The connection was lost.");
        };

        Supervisor().Tell(new StartRun(Backfill() with { Until = Today.AddHours(1) }));
        RunSummary done = await ExpectMsgAsync<RunSummary>(Patience);

        Assert.Equal((1, 2, false), (attempts, done.Left, done.Succeeded));
        Assert.Equal("The connection was lost.", Assert.Single(done.Failed).Failure.Reason);
        AssertNothingIsHeld();
    }

    [Fact]
    public async Task a_run_whose_time_was_over_before_it_began_begins_nothing()
    {
        Supervisor().Tell(new StartRun(Backfill() with { Until = Today }));

        Assert.Equal(3, (await ExpectMsgAsync<RunSummary>(Patience)).Left);
        Assert.Empty(_lake.Objects);
    }

    [Fact]
    public async Task a_second_run_waits_for_the_first()
    {
        IActorRef supervisor = Supervisor();

        supervisor.Tell(new StartRun(Backfill()));
        supervisor.Tell(new StartRun(Backfill()));

        Assert.Equal(3, (await ExpectMsgAsync<RunSummary>(Patience)).Committed.Count());
        Assert.Equal(3, (await ExpectMsgAsync<RunSummary>(Patience)).Unchanged);
        AssertNothingIsHeld();
    }

    private IActorRef Supervisor(ILake? lake = null, EngineLimits? limits = null) => Sys.ActorOf(IngestSupervisor.Props(new IngestParts
    {
        Source = _source,
        Lake = lake ?? _lake,
        Catalog = _catalog,
        Clock = _time.Clock,
        Limits = (limits ?? new EngineLimits()) with { UnitParallelism = 1 },
        Retry = new RetryPolicy(3, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        Budget = _budget,
        Jitter = () => 1,
    }));

    private static RunRequest Backfill() => new()
    {
        Tables = [Readings.Table()],
        Range = new UnitRange.Days(null, null),
    };

    private async Task<RunSummary> RunAsync(IActorRef supervisor)
    {
        supervisor.Tell(new StartRun(Backfill()));
        return await ExpectMsgAsync<RunSummary>(Patience);
    }

    /// <summary>Lets virtual time pass until a message of that type comes.</summary>
    private async Task<T> AdvanceUntilAsync<T>(Action<object>? other = null)
    {
        for (int i = 0; i < 3_000; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            object? message = await ReceiveOneAsync(TimeSpan.FromMilliseconds(10));
            if (message is T wanted)
            {
                return wanted;
            }

            if (message is not null)
            {
                other?.Invoke(message);
            }
        }

        throw new TimeoutException($"No {typeof(T).Name} came.");
    }

    private void AssertNothingIsHeld()
    {
        Assert.Equal(0, _budget.Used);
        Assert.Equal(0, _lake.Uploads);
        Assert.Equal(0, _source.OpenSnapshots);
    }

    private sealed class CatalogProbe : ICatalog
    {
        public ConcurrentQueue<IReadOnlyList<string>> Updates { get; } = new();

        /// <summary>What the next updates come to; nothing: they succeed.</summary>
        public ConcurrentQueue<IngestException> Failures { get; } = new();

        public IReadOnlyList<string> Notices { get; set; } = [];

        public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

        public async Task<IReadOnlyList<string>> UpdateAsync(
            IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation)
        {
            Assert.False(anew);
            Updates.Enqueue([.. tables.Select(table => table.Name)]);
            await Before(cancellation);
            return Failures.TryDequeue(out IngestException? failure) ? throw failure : Notices;
        }

        public Task<IReadOnlyList<string>> UnknownAsync(
            TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<string>>([]);
    }
}
