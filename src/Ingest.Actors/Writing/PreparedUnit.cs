using System.Collections.Concurrent;
using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Writing;

/// <summary>
/// The uploads of one attempt at a unit: whole, not visible, and ended again unless the attempt comes to publish them.
/// </summary>
public sealed class PreparedUnit
{
    /// <summary>Aborts under way at once.</summary>
    private const int AbortsMost = 16;

    /// <summary>So many are ended one after the other, in the order of keys: more at once would gain nothing.</summary>
    private const int AbortsInTurn = 4;

    private static readonly TimeSpan AbortWithin = TimeSpan.FromSeconds(30);

    private readonly ILake _lake;
    private readonly string _token;
    private readonly LakeSchema _schema;
    private readonly SortedDictionary<string, Made> _objects = new(StringComparer.Ordinal);

    /// <param name="unit">The unit.</param>
    /// <param name="token">The attempt's.</param>
    /// <param name="schema">The columns of its data.</param>
    /// <param name="lake">Where to.</param>
    public PreparedUnit(Unit unit, string token, LakeSchema schema, ILake lake)
    {
        Unit = unit;
        _token = token;
        _schema = schema;
        _lake = lake;
    }

    public Unit Unit { get; }

    /// <summary>What is to be published, in the order of keys.</summary>
    public IReadOnlyList<PreparedObject> Uploads => [.. _objects.Values.Select(made => made.Upload).OfType<PreparedObject>()];

    /// <summary>All objects as the unit's record says them, in the order of keys.</summary>
    public IReadOnlyList<RecordedObject> Record() => [.. _objects.Values.Select(made => made.Record)];

    public LakeSchema SchemaOf(Partition partition) =>
        partition.Kind == PartitionKind.Rejects ? LakeSchema.Rejects : _schema;

    public Task<IObjectSink> PrepareAsync(string key, UploadShare share, CancellationToken cancellation) =>
        _lake.PrepareAsync(key, _token, share, cancellation);

    public void Add(PreparedObject prepared, long rows)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        _objects.Add(
            prepared.Key,
            new Made(new RecordedObject(prepared.Key, prepared.Size, prepared.Sha256, rows, prepared.UploadId), prepared));
    }

    /// <summary>Prepares an object without rows for every key that the unit had before and has no more.</summary>
    public async Task AddEmptyAsync(IEnumerable<string> keysBefore, UploadShare share, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keysBefore);
        foreach (string key in keysBefore.Where(key => !_objects.ContainsKey(key)).ToList())
        {
            PreparedObject made = await CleanUpException.UsingAsync(await PrepareAsync(key, share, cancellation), async sink =>
            {
                ParquetObject empty = await ParquetObject.CreateAsync(sink.Stream, SchemaOfKey(key), cancellation);
                await empty.CompleteAsync(cancellation);
                return await sink.CompleteAsync(cancellation);
            });
            Add(made, 0);
        }
    }

    /// <summary>Ends the uploads whose identical bytes are there already under a committed record: they need no publishing.</summary>
    public async Task DropIdenticalAsync(UnitRecord? before, CancellationToken cancellation)
    {
        if (before is not { IsCommitted: true })
        {
            return;
        }

        foreach (RecordedObject same in before.Objects)
        {
            if (_objects.TryGetValue(same.Key, out Made? made)
                && (made.Record.Sha256, made.Record.Size) == (same.Sha256, same.Size)
                && await _lake.FindAsync(same.Key, cancellation) is { } there
                && there.Size == same.Size)
            {
                await _lake.AbortAsync(same.Key, made.Record.UploadId!, cancellation);
                _objects[same.Key] = new Made(made.Record with { UploadId = null }, null);
            }
        }
    }

    /// <summary>Ends every upload where all objects of a committed record are there, which hold the same rows: a table without a
    /// key comes in whatever order the database likes.</summary>
    /// <returns>Whether they are there; otherwise nothing was done.</returns>
    public async Task<bool> DropAllAsync(UnitRecord before, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        foreach (RecordedObject recorded in before.Objects)
        {
            if (await _lake.FindAsync(recorded.Key, cancellation) is not { } there || there.Size != recorded.Size)
            {
                return false;
            }
        }

        foreach (PreparedObject made in Uploads)
        {
            await _lake.AbortAsync(made.Key, made.UploadId, cancellation);
            _objects.Remove(made.Key);
        }

        return true;
    }

    /// <summary>Ends every upload that was not published, also when the run is being stopped.</summary>
    /// <returns>What kept uploads from being ended.</returns>
    public async Task<IReadOnlyList<Exception>> AbortAsync()
    {
        using var bound = new CancellationTokenSource(AbortWithin);
        ConcurrentQueue<Exception> failures = [];
        IReadOnlyList<PreparedObject> uploads = Uploads;
        var most = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(uploads.Count / AbortsInTurn, 1, AbortsMost) };
        await Parallel.ForEachAsync(uploads, most, async (upload, _) =>
        {
            try
            {
                await _lake.AbortAsync(upload.Key, upload.UploadId, bound.Token);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        });
        return [.. failures];
    }

    private LakeSchema SchemaOfKey(string key) =>
        key.StartsWith($"{Unit.Table.Path}{Partition.RejectsSuffix}/", StringComparison.Ordinal) ? LakeSchema.Rejects : _schema;

    private sealed record Made(RecordedObject Record, PreparedObject? Upload);
}
