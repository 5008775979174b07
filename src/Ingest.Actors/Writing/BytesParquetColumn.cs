using Ingest.Codec.Columns;
using Parquet;
using Parquet.Schema;

namespace Ingest.Actors.Writing;

/// <summary>A column of text or bytes, written from the column's own slab through one slice a row. PLAIN: Parquet.Net's
/// dictionaries need UTF-16 and a hash table as large as the row group.</summary>
internal sealed class BytesParquetColumn(Column column)
    : ParquetColumn(column, new DataField(column.Name, typeof(byte[]), isNullable: true), EncodingHint.Default)
{
    private protected override async Task<ColumnBounds> WritePresentAsync(
        ParquetRowGroupWriter group,
        ColumnBuffer values,
        ReadOnlyMemory<int> order,
        ReadOnlyMemory<int> definition,
        CancellationToken cancellation)
    {
        var source = (BytesColumn)values;
        int count = source.Count - source.NullCount;
        ReadOnlyMemory<byte>[] slices = ColumnPool.Of<ReadOnlyMemory<byte>>().Rent(count);
        ReadOnlyMemory<ReadOnlyMemory<byte>> present = slices.AsMemory(0, count);
        Slice(source, order.Span, slices);
        await group.WriteAllPartsAsync(Field, present, definition, null, cancellation);
        ColumnBounds bounds = BytesBounds.Of(present.Span, Column.Type.Kind == ColumnKind.Text);
        slices.AsSpan(0, count).Clear();
        ColumnPool.Of<ReadOnlyMemory<byte>>().Return(slices);
        return bounds;
    }

    private static void Slice(BytesColumn source, ReadOnlySpan<int> order, Span<ReadOnlyMemory<byte>> slices)
    {
        ReadOnlySpan<byte> nulls = source.Nulls;
        int next = 0;
        for (int i = 0; i < source.Count; i++)
        {
            int row = order.IsEmpty ? i : order[i];
            if (nulls.IsEmpty || nulls[row] == 0)
            {
                slices[next++] = source.Memory(row);
            }
        }
    }
}
