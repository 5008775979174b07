using System.Numerics;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Schema;

namespace Ingest.Actors.Writing;

/// <summary>A column of numbers of one fixed width.</summary>
internal sealed class FixedParquetColumn<T>(Column column, DataField field, EncodingHint encoding)
    : ParquetColumn(column, field, encoding)
    where T : unmanaged, INumber<T>
{
    private protected override async Task<ColumnBounds> WritePresentAsync(
        ParquetRowGroupWriter group,
        ColumnBuffer values,
        ReadOnlyMemory<int> order,
        ReadOnlyMemory<int> definition,
        CancellationToken cancellation)
    {
        var source = (FixedColumn<T>)values;
        if (order.IsEmpty && source.NullCount == 0)
        {
            await group.WriteAllPartsAsync(Field, source.Memory, definition, null, cancellation);
            return FixedBounds.Of(source.Values, Column.Type);
        }

        // One more than there are values: the last nulls are written and then not counted.
        T[] scratch = ColumnPool.Of<T>().Rent(source.Count - source.NullCount + 1);
        Memory<T> present = scratch.AsMemory(0, source.Count - source.NullCount);
        Gather(source, order.Span, scratch);
        await group.WriteAllPartsAsync<T>(Field, present, definition, null, cancellation);
        ColumnBounds bounds = FixedBounds.Of<T>(present.Span, Column.Type);
        ColumnPool.Of<T>().Return(scratch);
        return bounds;
    }

    private static void Gather(FixedColumn<T> source, ReadOnlySpan<int> order, Span<T> present)
    {
        ReadOnlySpan<T> values = source.Values;
        ReadOnlySpan<byte> nulls = source.Nulls;
        if (nulls.IsEmpty)
        {
            for (int i = 0; i < order.Length; i++)
            {
                present[i] = values[order[i]];
            }

            return;
        }

        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int row = order.IsEmpty ? i : order[i];
            present[next] = values[row];
            next += nulls[row] ^ 1;
        }
    }
}
