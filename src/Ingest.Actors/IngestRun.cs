using Akka;
using Akka.Streams.Dsl;
using Ingest.Actors.Committing;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors;

/// <summary>A run over planned units as a stream of how each of them ended. No unit's failure is another's.</summary>
public sealed class IngestRun
{
    private readonly ISourceDatabase _source;
    private readonly RecordStore _records;
    private readonly UnitGraph _graph;
    private readonly int _parallelism;

    /// <param name="source">Where rows come from.</param>
    /// <param name="records">Where records are.</param>
    /// <param name="graph">Runs one unit.</param>
    /// <param name="parallelism">Units in flight at once.</param>
    public IngestRun(ISourceDatabase source, RecordStore records, UnitGraph graph, int parallelism)
    {
        _source = source;
        _records = records;
        _graph = graph;
        _parallelism = parallelism;
    }

    /// <summary>
    /// The next unit is looked at (record, snapshot, fingerprint) while this one is read, where there is a connection to spare: the
    /// look must not take it from a unit whose turn it is. When stopped, units in flight are
    /// abandoned and no other begins; when closed, those in flight go on and no other begins.
    /// </summary>
    public Source<UnitOutcome, NotUsed> Create(
        IReadOnlyList<PlannedUnit> units, bool acceptShrink, CancellationToken stop, CancellationToken closed = default) =>
        Source.From(units)
            .TakeWhile(_ => !stop.IsCancellationRequested && !closed.IsCancellationRequested)
            .SelectAsync(1, unit => _source.MaxConnections > _parallelism ? LookAsync(unit, stop) : Task.FromResult(new Looked(unit, null, null)))
            .SelectAsyncUnordered(_parallelism, looked => RunAsync(looked, acceptShrink, stop, closed));

    private async Task<Looked> LookAsync(PlannedUnit planned, CancellationToken stop)
    {
        try
        {
            return new Looked(planned, new LookAhead(await OpenAsync(planned, stop)), null);
        }
        catch (Exception failure)
        {
            return new Looked(planned, null, IngestFailure.Of(failure));
        }
    }

    private async Task<UnitOutcome> RunAsync(Looked looked, bool acceptShrink, CancellationToken stop, CancellationToken closed)
    {
        Unit unit = looked.Planned.Unit;
        if (looked.Failure is { } failed)
        {
            return new UnitOutcome.Failed(unit, failed);
        }

        try
        {
            OpenUnit? open = looked.Ahead is { } ahead ? await ahead.TakeAsync() : null;
            if (closed.IsCancellationRequested)
            {
                await (open?.DisposeAsync() ?? ValueTask.CompletedTask);
                return new UnitOutcome.Failed(unit, new IngestFailure(FailureKind.Stopped, "Its turn did not come before the end."));
            }

            return await _graph.RunAsync(open ?? await OpenAsync(looked.Planned, stop), acceptShrink, stop);
        }
        catch (Exception failure)
        {
            return new UnitOutcome.Failed(unit, IngestFailure.Of(failure));
        }
    }

    private Task<OpenUnit> OpenAsync(PlannedUnit planned, CancellationToken stop) =>
        Task.Run(() => OpenUnit.OpenAsync(planned, _source, _records, stop), stop);

    /// <summary>A unit that was looked at, or not yet, or why that failed.</summary>
    private sealed record Looked(PlannedUnit Planned, LookAhead? Ahead, IngestFailure? Failure);
}
