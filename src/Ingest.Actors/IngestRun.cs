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
    private readonly int _inFlight;

    /// <param name="source">Where rows come from.</param>
    /// <param name="records">Where records are.</param>
    /// <param name="graph">Runs one unit.</param>
    /// <param name="parallelism">Units that are read at once. One more is in flight, which has been read and is still written, as
    /// far as there are connections for both.</param>
    public IngestRun(ISourceDatabase source, RecordStore records, UnitGraph graph, int parallelism)
    {
        _source = source;
        _records = records;
        _graph = graph;
        _parallelism = parallelism;
        _inFlight = Math.Min(parallelism + 1, source.MaxConnections);
    }

    /// <summary>
    /// The next unit is looked at (record, snapshot, fingerprint) while this one is read, where there is a connection to spare: the
    /// look must not take it from a unit whose turn it is. Its turn comes when this one has been read. When stopped, units in
    /// flight are abandoned and no other begins; when closed, those in flight go on and no other begins.
    /// </summary>
    public Source<UnitOutcome, NotUsed> Create(
        IReadOnlyList<PlannedUnit> units, bool acceptShrink, CancellationToken stop, CancellationToken closed = default)
    {
        var turns = new SemaphoreSlim(_parallelism, _parallelism);
        return Source.From(units)
            .TakeWhile(_ => !stop.IsCancellationRequested && !closed.IsCancellationRequested)
            .SelectAsync(1, unit => LookAsync(unit, turns, stop))
            .SelectAsyncUnordered(_inFlight, looked => RunAsync(looked, acceptShrink, stop, closed));
    }

    private async Task<Looked> LookAsync(PlannedUnit planned, SemaphoreSlim turns, CancellationToken stop)
    {
        try
        {
            LookAhead? ahead = _source.MaxConnections > _inFlight ? new LookAhead(await OpenAsync(planned, stop)) : null;
            return new Looked(planned, ahead, await TurnAsync(ahead, turns, stop), null);
        }
        catch (Exception failure)
        {
            return new Looked(planned, null, null, IngestFailure.Of(failure));
        }
    }

    private static async Task<ReadingTurn> TurnAsync(LookAhead? ahead, SemaphoreSlim turns, CancellationToken stop)
    {
        try
        {
            return await ReadingTurn.WaitAsync(turns, stop);
        }
        catch (Exception cause) when (ahead is not null)
        {
            await CleanUpException.DisposeAsync(ahead, cause);
            throw;
        }
    }

    private async Task<UnitOutcome> RunAsync(Looked looked, bool acceptShrink, CancellationToken stop, CancellationToken closed)
    {
        Unit unit = looked.Planned.Unit;
        using ReadingTurn? turn = looked.Turn;
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

            return await _graph.RunAsync(open ?? await OpenAsync(looked.Planned, stop), acceptShrink, turn, stop);
        }
        catch (Exception failure)
        {
            return new UnitOutcome.Failed(unit, IngestFailure.Of(failure));
        }
    }

    private Task<OpenUnit> OpenAsync(PlannedUnit planned, CancellationToken stop) =>
        Task.Run(() => OpenUnit.OpenAsync(planned, _source, _records, stop), stop);

    /// <summary>A unit that was looked at, or not yet, or why that failed.</summary>
    private sealed record Looked(PlannedUnit Planned, LookAhead? Ahead, ReadingTurn? Turn, IngestFailure? Failure);
}
