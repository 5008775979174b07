using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Streams;
using Ingest.Actors.Committing;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Supervisors;

/// <summary>
/// Runs one run at a time: plans it, runs its units, repeats what may succeed later (a table's plan as well as a unit), and
/// has the catalog told when all is done. Its state is never the truth: the records are.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "PostStop disposes.")]
public sealed class IngestSupervisor : ReceiveActor, IWithStash, IWithTimers
{
    private const string StoppedWhileTelling = "It was not told of everything: the next run tells it the rest, and a crawl under way goes on in Glue.";

    private readonly IngestParts _parts;
    private readonly IMaterializer _materializer;
    private readonly ByteBudget _budget;
    private CancellationTokenSource _stop = new();
    private CancellationTokenSource _closed = new();

    public IngestSupervisor(IngestParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _materializer = Context.Materializer();
        _budget = parts.Budget;
        Idle();
    }

    public IStash Stash { get; set; } = null!;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IngestParts parts) => Akka.Actor.Props.Create(() => new IngestSupervisor(parts));

    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
        _closed.Dispose();
        base.PostStop();
    }

    private void Idle()
    {
        Receive<StartRun>(start =>
        {
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _closed.Dispose();
            _closed = EndsAt(start.Request.Until);
            Become(() => Planning(Sender, start.Request));
            Plan(start.Request);
        });
        Receive<StopRun>(_ => { });
    }

    private CancellationTokenSource EndsAt(DateTimeOffset? until)
    {
        TimeSpan left = until is { } end ? end - _parts.Clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        return new CancellationTokenSource(until is null || left > TimeSpan.Zero ? left : TimeSpan.Zero, _parts.Clock);
    }

    private void Plan(RunRequest request) =>
        new RunPreparation(_parts, _materializer).RunAsync(request, _closed.Token, _stop.Token).PipeTo(Self);

    private void Planning(IActorRef asker, RunRequest request)
    {
        Receive<RunPlan>(plan =>
        {
            Context.System.EventStream.Publish(new RunPlanned(plan));
            var run = new Run(asker, request, new RunSummary { Plan = plan });
            Begin(run, plan.Units);
        });
        Receive<Status.Failure>(failed => Answer(asker, failed));
        Receive<StopRun>(_ => _stop.Cancel());
        Receive<StartRun>(_ => Stash.Stash());
    }

    private void Begin(Run run, IReadOnlyList<PlannedUnit> units)
    {
        var graph = new UnitGraph(_parts.Lake, _parts.Limits, _budget, _parts.Meter, _materializer);
        var stream = new IngestRun(_parts.Source, new RecordStore(_parts.Lake), graph, _parts.Limits.UnitParallelism);
        IActorRef self = Self;
        stream.Create(units, run.Request.AcceptShrink, _stop.Token, _closed.Token)
            .RunForeach(outcome => self.Tell(outcome), _materializer)
            .PipeTo(self, success: () => RoundDone.Instance);
        Become(() => Running(run));
    }

    private void Running(Run run)
    {
        Receive<UnitOutcome>(outcome =>
        {
            bool again = outcome is UnitOutcome.Failed { Failure.Kind: FailureKind.Transient } && MayRepeat(run);
            Context.System.EventStream.Publish(new UnitEnded(outcome, !again));
            run.Summary = run.Summary.With(outcome);
        });
        Receive<RoundDone>(_ => EndRound(run));
        Receive<Status.Failure>(failed => Answer(run.Asker, failed));
        Receive<StopRun>(_ => _stop.Cancel());
        Receive<StartRun>(_ => Stash.Stash());
    }

    private void EndRound(Run run)
    {
        run.Summary = run.Summary with { Closed = _closed.IsCancellationRequested };
        IReadOnlyList<PlannedUnit> again = run.Summary.Repeatable;
        IReadOnlyList<TableSpec> unplanned = run.Summary.Plan.Repeatable;
        if (_stop.IsCancellationRequested)
        {
            Answer(run.Asker, run.Summary with { Stopped = true });
        }
        else if (again.Count + unplanned.Count > 0 && MayRepeat(run))
        {
            run.Repetitions++;
            Become(() => Waiting(run, again, unplanned));
            Timers.StartSingleTimer(RoundDone.Instance, RoundDone.Instance, _parts.Retry.Delay(run.Repetitions, _parts.Jitter()));
        }
        else
        {
            TellCatalog(run);
        }
    }

    /// <summary>Of all tables that could be looked at, changed or not: a process may have died before it had told of a unit.</summary>
    private void TellCatalog(Run run)
    {
        TableSpec[] tables = [.. run.Request.Tables.Except(run.Summary.Plan.Failed.Select(failed => failed.Table))];
        if (tables.Length == 0)
        {
            Answer(run.Asker, run.Summary);
            return;
        }

        Become(() => Cataloging(run));
        Context.System.EventStream.Publish(CatalogBegun.Instance);
        _parts.Catalog.UpdateAsync(tables, anew: false, _stop.Token).PipeTo(Self, success: notices => new CatalogDone(notices));
    }

    private bool MayRepeat(Run run) =>
        run.Repetitions < _parts.Retry.Count && !_stop.IsCancellationRequested && !_closed.IsCancellationRequested;

    private void Waiting(Run run, IReadOnlyList<PlannedUnit> again, IReadOnlyList<TableSpec> unplanned)
    {
        Receive<RoundDone>(_ =>
        {
            if (_closed.IsCancellationRequested)
            {
                EndRound(run);
                return;
            }

            if (unplanned.Count == 0)
            {
                Begin(run, again);
                return;
            }

            Become(() => PlanningAgain(run, again, unplanned));
            Plan(run.Request with { Tables = unplanned, Refused = [] });
        });
        Receive<StopRun>(_ =>
        {
            _stop.Cancel();
            Timers.Cancel(RoundDone.Instance);
            EndRound(run);
        });
        Receive<StartRun>(_ => Stash.Stash());
    }

    private void PlanningAgain(Run run, IReadOnlyList<PlannedUnit> again, IReadOnlyList<TableSpec> unplanned)
    {
        Receive<RunPlan>(plan =>
        {
            Context.System.EventStream.Publish(new RunPlanned(plan));
            run.Summary = run.Summary with { Plan = run.Summary.Plan.With(plan) };
            Begin(run, [.. again, .. plan.Units]);
        });
        Receive<Status.Failure>(failed =>
        {
            if (_stop.IsCancellationRequested)
            {
                Answer(run.Asker, run.Summary with { Stopped = true });
                return;
            }

            // What has been done is not forgotten for it.
            FailedTable[] lost = [.. unplanned.Select(table => new FailedTable(table, IngestFailure.Of(failed.Cause)))];
            run.Summary = run.Summary with { Plan = run.Summary.Plan.With(RunPlan.Nothing with { Failed = lost }) };
            Begin(run, again);
        });
        Receive<StopRun>(_ => _stop.Cancel());
        Receive<StartRun>(_ => Stash.Stash());
    }

    private void Cataloging(Run run)
    {
        Receive<CatalogDone>(done => Answer(run.Asker, run.Summary with { CatalogNotices = done.Notices }));
        Receive<Status.Failure>(failed => EndCataloging(run, IngestFailure.Of(failed.Cause)));
        Receive<RoundDone>(_ => TellCatalog(run));
        Receive<StopRun>(_ =>
        {
            _stop.Cancel();
            if (Timers.IsTimerActive(RoundDone.Instance))
            {
                Timers.Cancel(RoundDone.Instance);
                Answer(run.Asker, run.Summary with { CatalogFailure = run.CatalogFailure, Stopped = true });
            }
        });
        Receive<StartRun>(_ => Stash.Stash());
    }

    /// <summary>What may succeed later is repeated as units are; the units' outcome is never lost for it.</summary>
    private void EndCataloging(Run run, IngestFailure failure)
    {
        if (failure.Kind == FailureKind.Transient && run.CatalogRepetitions < _parts.Retry.Count && !_stop.IsCancellationRequested)
        {
            run.CatalogFailure = failure;
            run.CatalogRepetitions++;
            Timers.StartSingleTimer(
                RoundDone.Instance, RoundDone.Instance, _parts.Retry.Delay(run.CatalogRepetitions, _parts.Jitter()));
            return;
        }

        IngestFailure said = failure.Kind == FailureKind.Stopped ? failure with { Reason = StoppedWhileTelling } : failure;
        Answer(run.Asker, run.Summary with { CatalogFailure = said, Stopped = _stop.IsCancellationRequested });
    }

    private void Answer(IActorRef asker, object answer)
    {
        asker.Tell(answer);
        Stash.UnstashAll();
        Become(Idle);
    }

    /// <summary>A run under way.</summary>
    private sealed class Run(IActorRef asker, RunRequest request, RunSummary summary)
    {
        public IActorRef Asker { get; } = asker;

        public RunRequest Request { get; } = request;

        public RunSummary Summary { get; set; } = summary;

        public int Repetitions { get; set; }

        public int CatalogRepetitions { get; set; }

        /// <summary>The last, which is being repeated.</summary>
        public IngestFailure? CatalogFailure { get; set; }
    }

    private sealed record RoundDone
    {
        public static RoundDone Instance { get; } = new();
    }

    private sealed record CatalogDone(IReadOnlyList<string> Notices);
}
