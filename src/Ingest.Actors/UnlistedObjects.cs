using System.Security.Cryptography;
using Ingest.Actors.Batching;
using Ingest.Actors.Committing;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Parquet;

namespace Ingest.Actors;

/// <summary>
/// Objects that an attempt is about to replace and that no record lists: a record was lost, or somebody put them there. They may
/// be the last copy of rows that are purged in the source.
/// </summary>
internal sealed class UnlistedObjects(ILake lake, RecordStore records)
{
    /// <exception cref="IngestException">One holds more rows than will be there, and is no copy of an object that is listed.</exception>
    public async Task CheckAsync(OpenUnit open, IReadOnlyList<RecordedObject> made, CancellationToken cancellation)
    {
        foreach (string key in Keys(open, made))
        {
            if (await lake.FindAsync(key, cancellation) is null)
            {
                continue;
            }

            await using Stream stream = await lake.OpenAsync(key, cancellation);
            long there = await RowsAsync(stream, cancellation);
            long next = made.FirstOrDefault(one => one.Key == key)?.Rows ?? 0;

            // Another attempt's objects come after its claim. Where there is one, ours will be refused.
            if (there > next && !await IsCopyAsync(open, key, stream, cancellation)
                && (await records.TryGetAsync(open.Unit, cancellation)).Record.Tag == open.Begun.Tag)
            {
                UnitChecks.Unlisted(open.Unit, key, there, next);
            }
        }
    }

    private static IEnumerable<string> Keys(OpenUnit open, IReadOnlyList<RecordedObject> made)
    {
        IEnumerable<string> keys = open.Repair?.Unowned ?? [];
        return open.Begun.Record is null
            ? keys.Concat(made.Select(one => one.Key)).Append(Partition.Main(open.Unit).Key(open.Unit)).Distinct()
            : keys;
    }

    /// <summary>Rows, as the footer says; a damaged file has none that anybody could read.</summary>
    private static async Task<long> RowsAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            await using ParquetReader reader = await ParquetFooter.OpenAsync(stream, cancellation);
            return reader.Metadata!.NumRows;
        }
        catch (Exception damaged) when (ParquetFooter.IsDamage(damaged))
        {
            return 0;
        }
    }

    /// <summary>Whether its bytes are those of an object that the unit lists, or the unit whose date it lies under.</summary>
    private async Task<bool> IsCopyAsync(OpenUnit open, string key, Stream stream, CancellationToken cancellation)
    {
        IEnumerable<RecordedObject> listed = open.Begun.Record?.Objects ?? [];
        if (ObjectKey.PartitionOf(key) is { } partition && UnitInterval.Parse(partition) is UnitInterval.Day day
            && open.Unit.Table.HasUnits(day))
        {
            (TaggedRecord owner, _) = await records.TryGetAsync(new Unit(open.Unit.Table, day), cancellation);
            listed = listed.Concat(owner.Record?.Objects ?? []);
        }

        stream.Position = 0;
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        return listed.Any(one => one.Sha256 == sha256);
    }
}
