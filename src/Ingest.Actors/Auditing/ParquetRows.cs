using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Ingest.Actors.Auditing;

/// <summary>Reads an object back, a row group at a time, into the columns that it was written from.</summary>
internal sealed class ParquetRows : IAsyncDisposable
{
    private readonly ParquetReader _reader;

    private ParquetRows(ParquetReader reader) => _reader = reader;

    /// <summary>Rows, as the footer says.</summary>
    public long Rows => _reader.Metadata!.NumRows;

    /// <summary>Reads the footer.</summary>
    /// <param name="stream">Can be sought; stays open.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="Exception">Reading failed, or it is no Parquet file: <see cref="ParquetFooter.IsDamage"/>.</exception>
    public static async Task<ParquetRows> OpenAsync(Stream stream, CancellationToken cancellation) =>
        new(await ParquetFooter.OpenAsync(stream, cancellation));

    /// <summary>Reads all rows and sums them up.</summary>
    /// <exception cref="Exception">Bytes are damaged: Parquet.Net throws what its parsing comes upon.</exception>
    public async Task<RowSums> SumAsync(LakeSchema schema, CancellationToken cancellation)
    {
        DataField[] fields = [.. schema.Columns.Select(column => ParquetColumn.Create(column).Field)];

        // A field knows its place only once it is in a schema.
        _ = new ParquetSchema(fields);
        RowSums sums = default;
        for (int i = 0; i < _reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = _reader.OpenRowGroupReader(i);
            using var rows = new ColumnBatch(schema.Columns);
            for (int column = 0; column < fields.Length; column++)
            {
                await ReadAsync(group, fields[column], rows[column], cancellation);
            }

            sums += new RowSums(rows.Count, RowChecksum.Of(rows, 0, rows.Count));
        }

        return sums;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private static Task ReadAsync(ParquetRowGroupReader group, DataField field, ColumnBuffer target, CancellationToken cancellation) =>
        target switch
        {
            FixedColumn<int> ints => ReadAsync(group, field, ints, cancellation),
            FixedColumn<long> longs => ReadAsync(group, field, longs, cancellation),
            FixedColumn<float> floats => ReadAsync(group, field, floats, cancellation),
            FixedColumn<double> doubles => ReadAsync(group, field, doubles, cancellation),
            FixedColumn<decimal> decimals => ReadAsync(group, field, decimals, cancellation),
            FixedColumn<Int128> wides => ReadAsync(group, field, wides, cancellation),
            _ => ReadAsync(group, field, (BytesColumn)target, cancellation),
        };

    private static async Task ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, FixedColumn<T> target, CancellationToken cancellation)
        where T : unmanaged
    {
        int count = checked((int)group.RowCount);
        T[] values = ColumnPool.Of<T>().Rent(count);
        int[] present = ColumnPool.Of<int>().Rent(count);
        await group.ReadRawAsync<T>(field, values.AsMemory(0, count), present.AsMemory(0, count), null, cancellation);
        for (int row = 0, next = 0; row < count; row++)
        {
            if (present[row] == 0)
            {
                target.AppendNull();
            }
            else
            {
                target.Append(values[next++]);
            }
        }

        ColumnPool.Of<T>().Return(values);
        ColumnPool.Of<int>().Return(present);
    }

    private static async Task ReadAsync(
        ParquetRowGroupReader group, DataField field, FixedColumn<Int128> target, CancellationToken cancellation)
    {
        int count = checked((int)group.RowCount);
        var values = new BigDecimal[count];
        int[] present = ColumnPool.Of<int>().Rent(count);
        await group.ReadRawAsync<BigDecimal>(field, values, present.AsMemory(0, count), null, cancellation);
        for (int row = 0, next = 0; row < count; row++)
        {
            if (present[row] == 0)
            {
                target.AppendNull();
            }
            else
            {
                target.Append((Int128)values[next++].UnscaledValue);
            }
        }

        ColumnPool.Of<int>().Return(present);
    }

    private static async Task ReadAsync(
        ParquetRowGroupReader group, DataField field, BytesColumn target, CancellationToken cancellation)
    {
        int count = checked((int)group.RowCount);
        var values = new ReadOnlyMemory<byte>[count];
        int[] present = ColumnPool.Of<int>().Rent(count);
        await group.ReadRawAsync<ReadOnlyMemory<byte>>(field, values, present.AsMemory(0, count), null, cancellation);
        for (int row = 0, next = 0; row < count; row++)
        {
            if (present[row] == 0)
            {
                target.AppendNull();
            }
            else
            {
                target.Append(values[next++].Span);
            }
        }

        ColumnPool.Of<int>().Return(present);
    }
}
