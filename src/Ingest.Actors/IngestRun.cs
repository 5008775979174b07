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
    /// The next unit is looked at (record, snapshot, fingerprint) while this one is read. When stopped, units in flight are
    /// abandoned and no other begins.
    /// </summary>
    public Source<UnitOutcome, NotUsed> Create(IReadOnlyList<PlannedUnit> units, bool acceptShrink, CancellationToken stop) =>
        Source.From(units)
            .TakeWhile(_ => !stop.IsCancellationRequested)
            .SelectAsync(1, unit => LookAsync(unit, stop))
            .SelectAsyncUnordered(_parallelism, looked => RunAsync(looked, acceptShrink, stop));

    private async Task<Looked> LookAsync(PlannedUnit planned, CancellationToken stop)
    {
        try
        {
            OpenUnit open = await Task.Run(
                () => OpenUnit.OpenAsync(planned, _source, _records, stop), stop);
            return new Looked(planned.Unit, open, null);
        }
        catch (Exception failure)
        {
            return new Looked(planned.Unit, null, IngestFailure.Of(failure));
        }
    }

    private async Task<UnitOutcome> RunAsync(Looked looked, bool acceptShrink, CancellationToken stop)
    {
        if (looked.Open is null)
        {
            return new UnitOutcome.Failed(looked.Unit, looked.Failure!);
        }

        try
        {
            return await _graph.RunAsync(looked.Open, acceptShrink, stop);
        }
        catch (Exception failure)
        {
            return new UnitOutcome.Failed(looked.Unit, IngestFailure.Of(failure));
        }
    }

    /// <summary>A unit that was looked at, or why that failed.</summary>
    private sealed record Looked(Unit Unit, OpenUnit? Open, IngestFailure? Failure);
}
