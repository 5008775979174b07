using Ingest.Actors.Batching;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Committing;

/// <summary>
/// Ends the uploads that attempts left when they died before their claim. What a claim lists is fenced by the next claim and
/// is none of its business; what is younger than <see cref="Age"/> may belong to an attempt that lives.
/// </summary>
public sealed class UploadSweep
{
    /// <summary>No attempt lives so long.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(1);

    private readonly ILake _lake;
    private readonly RecordStore _records;
    private readonly TimeProvider _clock;

    public UploadSweep(ILake lake, TimeProvider clock)
    {
        _lake = lake;
        _records = new RecordStore(lake);
        _clock = clock;
    }

    /// <summary>Sweeps below the folders of some tables.</summary>
    /// <returns>How many uploads were ended.</returns>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<int> RunAsync(IReadOnlyList<TableSpec> tables, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tables);
        DateTimeOffset born = _clock.GetUtcNow() - Age;
        int ended = 0;
        foreach (TableSpec table in tables)
        {
            foreach (string folder in ObjectKey.Folders(table))
            {
                await foreach (LakeUpload upload in _lake.ListUploadsAsync(folder, cancellation))
                {
                    if (upload.Begun < born && !await IsClaimedAsync(table, upload, cancellation))
                    {
                        await _lake.AbortAsync(upload.Key, upload.UploadId, cancellation);
                        ended++;
                    }
                }
            }
        }

        return ended;
    }

    /// <summary>Whether the record of the unit that the key belongs to lists the upload. An attempt that claims just now loses
    /// it and is run again.</summary>
    private async Task<bool> IsClaimedAsync(TableSpec table, LakeUpload upload, CancellationToken cancellation)
    {
        if (ObjectKey.UnitOf(table, upload.Key) is not { } interval)
        {
            return false;
        }

        (TaggedRecord found, IngestException? damage) = await _records.TryGetAsync(new Unit(table, interval), cancellation);
        if (damage is not null)
        {
            // What it lists is not known.
            return true;
        }

        UnitRecord? record = found.Record;
        return record?.Uploads.Concat(record.Superseded).Any(listed => listed.UploadId == upload.UploadId) == true;
    }
}
