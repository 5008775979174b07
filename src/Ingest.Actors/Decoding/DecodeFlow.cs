using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Decoding;

/// <summary>Pages in, batches out: several pages decoded at once, their order kept.</summary>
public static class DecodeFlow
{
    public static Flow<RowPage, DecodedBatch, NotUsed> Create(RowDecoder decoder, UnitScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Flow.Create<RowPage>()
            .SelectAsync(scope.Limits.DecodeParallelism, page => Decode(page, 0))
            .ConcatMany(first => first.Rest is null
                ? Source.Single(first.Batch)
                : Source.Single(first.Batch).Concat(Source.UnfoldAsync<Decoded, DecodedBatch>(first, More)));

        Task<Decoded> Decode(RowPage page, int firstRow) => scope.Run(() =>
        {
            DecodedBatch batch = decoder.Decode(page, firstRow);
            scope.Budget.Add(batch.CapacityBytes);
            if (batch.NextRow < page.Rows)
            {
                return new Decoded(batch, page);
            }

            scope.Budget.Add(-page.Columns.CapacityBytes);
            page.Dispose();
            return new Decoded(batch, null);
        });

        // The rest of a page whose payloads hold far more than their bytes let expect: one batch after the other.
        async Task<Option<(Decoded, DecodedBatch)>> More(Decoded last)
        {
            if (last.Rest is null)
            {
                return Option<(Decoded, DecodedBatch)>.None;
            }

            Decoded next = await Decode(last.Rest, last.Batch.NextRow);
            return (next, next.Batch);
        }
    }

    private sealed record Decoded(DecodedBatch Batch, RowPage? Rest);
}
