using Ingest.Actors.Batching;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;

namespace Ingest.Benchmarks;

/// <summary>
/// The yardstick: reads, decodes, sorts and encodes a day in a straight line on one thread, without streams, actors, records
/// or a lake. What the engine costs above this is the price of the pipeline.
/// </summary>
internal static class StraightLine
{
    /// <returns>Points written.</returns>
    public static async Task<long> RunAsync(ReferenceSource reference, string folder)
    {
        long points = 0;
        await using ISourceDatabase source = SourceDatabase.Open(reference.Spec);
        SourceTable table = await source.ResolveAsync(ReferenceSource.Table, default);
        LakeSchema schema = DecodedSchema.Of(table);
        foreach (UnitInterval day in reference.Days)
        {
            await using ISourceSnapshot snapshot = await source.OpenAsync(default);
            Fingerprint fingerprint = await snapshot.FingerprintAsync(table, day, default);
            await using IPageReader pages = snapshot.Read(table, day, fingerprint, new EngineLimits().PageBytes);
            var decoder = new RowDecoder(table, schema, snapshot.Clock, int.MaxValue);
            using var rows = new ColumnBatch(schema.Columns);
            while (await pages.NextAsync(default) is { } page)
            {
                using DecodedBatch batch = decoder.Decode(page, 0);
                rows.AppendRange(batch.Samples, 0, batch.Samples.Count);
                points += batch.Tally.Points;
                page.Dispose();
            }

            using RowOrder? order = RowOrder.Sort(rows, schema.SortBy);
            await using FileStream file = File.Create(Path.Combine(folder, $"{day.Name}.parquet"));
            ParquetObject parquet = await ParquetObject.CreateAsync(file, schema, default);
            await parquet.WriteRowGroupAsync(rows, order?.Rows, default);
            await parquet.CompleteAsync(default);
        }

        return points;
    }
}
