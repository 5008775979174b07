using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.SensorPack;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Reference;
using Ingest.Host.Sampling.Tables;

namespace Ingest.Benchmarks;

/// <summary>Days of reference data in a SQLite file of their own.</summary>
internal sealed class ReferenceSource : IDisposable
{
    private static readonly DateOnly First = new(2021, 1, 1);

    private ReferenceSource(string folder, int days)
    {
        Folder = folder;
        Days = [.. Enumerable.Range(0, days).Select(day => UnitInterval.Of(First.AddDays(day)))];
    }

    public string Folder { get; }

    public IReadOnlyList<UnitInterval> Days { get; }

    public SourceSpec Spec => new($"sqlite://{Path.Combine(Folder, "source.db")}");

    public static TableSpec Table { get; } = new()
    {
        Name = "readings",
        SourceTable = "readings",
        Path = "readings",
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor_id"],
        Payload = new PayloadSpec("payload", new SensorPackDecoder(
        [
            new Channel("temperature", 2), new Channel("humidity", 2), new Channel("pressure", 1),
            new Channel("battery", 3), new Channel("co2", 0),
        ])),
        SortBy = ["sensor_id", "time"],
    };

    public static async Task<ReferenceSource> MakeAsync(string shape, int days)
    {
        var source = new ReferenceSource(Directory.CreateTempSubdirectory("ingest-bench").FullName, days);
        var layout = SampleLayout.Of(Table);
        var data = new ReferenceData(SampleShape.All.Single(known => known.Name == shape), layout.Channels, 1);
        await using ISampleTable table = await SqliteSampleTable.OpenAsync(
            $"Data Source={Path.Combine(source.Folder, "source.db")};Pooling=False", layout, default);
        await SampleRun.ReferenceAsync(table, data, First, days, replace: true, progress: null, default);
        return source;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
