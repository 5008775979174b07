using System.Text;
using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.TestKit;

/// <summary>Puts units into a lake without reading or encoding anything: their objects are a few bytes, their records say what a
/// test wants.</summary>
public sealed class RecordedLake
{
    private readonly RecordStore _records;
    private DateTimeOffset _clock = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RecordedLake(ILake lake)
    {
        Lake = lake;
        _records = new RecordStore(lake);
    }

    public ILake Lake { get; }

    /// <summary>The columns of units that are committed from now on, as records write them.</summary>
    public IReadOnlyList<string> Columns { get; set; } = ["sensor_id int32", "time timestamp(6)", "value decimal(9,2)"];

    /// <summary>Commits a day with its own partition and others that late rows fell into; with a reject if asked for.</summary>
    public Task CommitAsync(TableSpec table, DateOnly day, bool rejects = false, params DateOnly[] late)
    {
        var unit = new Unit(table, UnitInterval.Of(day));
        return CommitAsync(unit, [
            new Partition(PartitionKind.Data, day),
            .. late.Select(date => new Partition(PartitionKind.Data, date)),
            .. rejects ? [new Partition(PartitionKind.Rejects, day)] : Array.Empty<Partition>(),
        ]);
    }

    /// <summary>Commits a unit with an object for each partition.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="partitions">Its partitions.</param>
    /// <param name="state">Pending: its objects are there, and its record is not yet.</param>
    public async Task CommitAsync(Unit unit, IReadOnlyList<Partition> partitions, RecordState state = RecordState.Committed)
    {
        ArgumentNullException.ThrowIfNull(unit);
        List<RecordedObject> objects = [];
        foreach (string key in partitions.Select(partition => partition.Key(unit)))
        {
            await using IObjectSink sink = await Lake.PrepareAsync(key, "token", new UploadShare(new ByteBudget(long.MaxValue)), CancellationToken.None);
            await sink.Stream.WriteAsync(Encoding.UTF8.GetBytes(key));
            PreparedObject prepared = await sink.CompleteAsync(CancellationToken.None);
            await Lake.PublishAsync(prepared, CancellationToken.None);
            objects.Add(new RecordedObject(key, prepared.Size, prepared.Sha256, 1));
        }

        TaggedRecord before = await _records.GetAsync(unit, CancellationToken.None);
        _clock += TimeSpan.FromSeconds(1);
        await _records.PutAsync(
            unit,
            new UnitRecord
            {
                State = state,
                Token = "token",
                Table = unit.Table.Name,
                Unit = unit.Name,
                SourceClock = _clock,
                Open = false,
                Decoder = "0123456789abcdef",
                Columns = Columns,
                Writer = 1,
                Source = new Fingerprint(1, "1", "1", "1"),
                Checksum = "1",
                Rejected = 0,
                Samples = 1,
                Points = 1,
                Objects = objects,
            },
            before.Tag,
            CancellationToken.None);
    }
}
