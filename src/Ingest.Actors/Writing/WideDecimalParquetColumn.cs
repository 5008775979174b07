using System.Numerics;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Ingest.Actors.Writing;

/// <summary>A column of decimals with more digits than a <see cref="decimal"/> holds. As narrower ones do above 18 digits, they
/// become two's complement integers of one length.</summary>
internal sealed class WideDecimalParquetColumn(Column column)
    : ParquetColumn(
        column,
        new BigDecimalDataField(column.Name, column.Type.Precision, column.Type.Scale, isNullable: true),
        EncodingHint.Default)
{
    private protected override async Task<ColumnBounds> WritePresentAsync(
        ParquetRowGroupWriter group,
        ColumnBuffer values,
        ReadOnlyMemory<int> order,
        ReadOnlyMemory<int> definition,
        CancellationToken cancellation)
    {
        var source = (FixedColumn<Int128>)values;
        int count = source.Count - source.NullCount;
        Int128[] scratch = ColumnPool.Of<Int128>().Rent(count);
        BigDecimal[] decimals = ColumnPool.Of<BigDecimal>().Rent(count);
        Gather(source, order.Span, scratch, decimals);
        await group.WriteAllPartsAsync<BigDecimal>(Field, decimals.AsMemory(0, count), definition, null, cancellation);
        ColumnBounds bounds = FixedBounds.Of<Int128>(scratch.AsSpan(0, count), Column.Type);
        decimals.AsSpan(0, count).Clear();
        ColumnPool.Of<BigDecimal>().Return(decimals);
        ColumnPool.Of<Int128>().Return(scratch);
        return bounds;
    }

    private void Gather(FixedColumn<Int128> source, ReadOnlySpan<int> order, Span<Int128> present, Span<BigDecimal> decimals)
    {
        ReadOnlySpan<Int128> values = source.Values;
        ReadOnlySpan<byte> nulls = source.Nulls;
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int row = order.IsEmpty ? i : order[i];
            if (nulls.IsEmpty || nulls[row] == 0)
            {
                present[next] = values[row];
                decimals[next++] = new BigDecimal((BigInteger)values[row], Column.Type.Precision, Column.Type.Scale);
            }
        }
    }
}
