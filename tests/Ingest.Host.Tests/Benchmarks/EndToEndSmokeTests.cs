using Ingest.Benchmarks.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Benchmarks;

/// <summary>What <c>tests/end-to-end</c> compares does the same work: without that its ratios mean nothing.</summary>
public sealed class EndToEndSmokeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingest-end-to-end-").FullName;

    [SkippableFact]
    public async Task Reader_yardstick_and_engine_see_the_same_day()
    {
        await using OwnMariaDb database = await OwnMariaDb.StartAsync();
        var workload = new Workload(database.Url, OwnMariaDb.Password, "burst", 1);
        await ReferenceTable.MakeAsync(workload, _folder, CancellationToken.None);
        string straight = Directory.CreateDirectory(Path.Combine(_folder, "straight")).FullName;
        string engine = Directory.CreateDirectory(Path.Combine(_folder, "engine")).FullName;

        Assert.Equal(workload.Points, await ReadLoop.RunAsync(workload));
        Assert.Equal(workload.Points, await StraightLine.RunAsync(workload, straight));
        Assert.Equal(workload.Points, await Runs.EngineAsync(workload, engine));
        LakeComparison.Check(workload, straight, Path.Combine(engine, workload.Table));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
