using Akka.Actor;
using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Copies whole tables with the engine, each into a directory lake of its own, and audits every value of them.</summary>
internal sealed class LakeCopy : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("copy");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingest-copy-");
    private readonly ActorMaterializer _materializer;
    private int _copies;

    public LakeCopy() => _materializer = _system.Materializer();

    /// <returns>The table's record and its only object.</returns>
    public async Task<(UnitRecord Record, byte[] Object)> RunAsync(ISourceDatabase source, TableSpec spec)
    {
        var lake = new DirectoryLake(Path.Combine(_folder.FullName, $"{_copies++}"), TimeProvider.System);
        var records = new RecordStore(lake);
        var unit = new Unit(spec, UnitInterval.Whole);
        var planned = new PlannedUnit(unit, await source.ResolveAsync(spec, CancellationToken.None));
        var graph = new UnitGraph(lake, new EngineLimits(), new ByteBudget(long.MaxValue), new RunMeter(), _materializer);
        OpenUnit open = await OpenUnit.OpenAsync(planned, source, records, CancellationToken.None);
        var done = Assert.IsType<UnitOutcome.Committed>(await graph.RunAsync(open, acceptShrink: false, turn: null, CancellationToken.None));

        UnitRecord record = (await records.GetAsync(unit, CancellationToken.None)).Record!;
        Assert.Equal(done.Tally.Changed.Total, record.Changed?.Values.Sum() ?? 0);
        string key = Assert.Single(record.Objects).Key;
        var audit = new UnitAudit(source, lake, new EngineLimits(), new RunMeter(), _materializer);
        Finding finding = await audit.RunAsync(planned, [key], AuditLevel.Values, CancellationToken.None);
        Assert.Null(finding.Failure);
        Assert.Empty(finding.Differences);
        return (record, await File.ReadAllBytesAsync(Path.Combine(lake.Root, key)));
    }

    public void Dispose()
    {
        _materializer.Dispose();
        _system.Dispose();
        _folder.Delete(recursive: true);
    }
}
