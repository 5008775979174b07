using Akka.Actor;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using DuckDB.NET.Data;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;

namespace Ingest.Benchmarks;

/// <summary>The engine against the straight line, over the reference days: look at the ratio, the machine is noisy.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 1, iterationCount: 5)]
public class UnitBenchmarks
{
    private const int DayCount = 3;
    private const long PointsPerDay = 5_000_000;

    private ReferenceSource _source = null!;
    private ActorSystem _system = null!;
    private int _run;

    [Params("small", "burst")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _source = await ReferenceSource.MakeAsync(Shape, DayCount);
        _system = ActorSystem.Create("bench", "akka.loglevel = ERROR");
        await CheckAsync();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _system.Terminate();
        _source.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<long> Straight() => StraightLine.RunAsync(_source, Folder());

    [Benchmark]
    public Task<long> Engine() => EngineAsync(Folder());

    private async Task<long> EngineAsync(string folder)
    {
        await using ISourceDatabase source = SourceDatabase.Open(_source.Spec);
        IActorRef supervisor = _system.ActorOf(IngestSupervisor.Props(new IngestParts
        {
            Source = source,
            Lake = new DirectoryLake(folder, TimeProvider.System),
            Catalog = new NoCatalog(),
            Clock = TimeProvider.System,
        }));
        RunSummary run = await supervisor.Ask<RunSummary>(new StartRun(new RunRequest
        {
            Tables = [ReferenceSource.Table],
            Range = new UnitRange.Days(null, null),
        }));
        await supervisor.GracefulStop(TimeSpan.FromSeconds(10));
        return run.Tally.Points;
    }

    /// <summary>Both must have written the same rows before their times mean anything.</summary>
    private async Task CheckAsync()
    {
        string straight = Folder();
        string engine = Folder();
        long expected = PointsPerDay * DayCount;
        if (await StraightLine.RunAsync(_source, straight) != expected || await EngineAsync(engine) != expected)
        {
            throw new InvalidOperationException($"Not {expected} points.");
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            $"SELECT count(*) FROM (FROM read_parquet('{straight}/*.parquet') EXCEPT ALL SELECT * EXCLUDE date FROM read_parquet('{engine}/readings/*/*.parquet'))";
        if (command.ExecuteScalar() is not 0L)
        {
            throw new InvalidOperationException("The engine and the straight line wrote different rows.");
        }
    }

    private string Folder() => Directory.CreateDirectory(Path.Combine(_source.Folder, $"run-{_run++}")).FullName;
}
