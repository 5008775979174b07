using System.Numerics;
using Ingest.Codec.Columns;
using Parquet;
using Parquet.Schema;

namespace Ingest.Actors.Writing;

/// <summary>How one column is written: its physical field, its encoding, and a row group's worth of values.</summary>
internal abstract class ParquetColumn
{
    private readonly DataField _nullField;

    private protected ParquetColumn(Column column, DataField field, EncodingHint encoding)
    {
        Column = column;
        Field = field;
        Encoding = encoding;
        _nullField = new DataField(column.Name, typeof(byte[]), isNullable: true);
        _ = new ParquetSchema(_nullField);
    }

    public Column Column { get; }

    /// <summary>The field by its storage; what the values mean is added in the footer.</summary>
    public DataField Field { get; }

    public EncodingHint Encoding { get; }

    /// <summary>Integers, which timestamps, dates and narrow decimals are too, are delta encoded. Floating point is PLAIN:
    /// splitting its bytes saves a fifth of a noisy signal, but costs half as much again for rounded readings, which are
    /// the rule.</summary>
    public static ParquetColumn Create(Column column) => column.Type.Storage switch
    {
        ColumnStorage.Int32 => Fixed<int>(column, EncodingHint.DeltaBinaryPacked),
        ColumnStorage.Int64 => Fixed<long>(column, EncodingHint.DeltaBinaryPacked),
        ColumnStorage.Float => Fixed<float>(column, EncodingHint.Default),
        ColumnStorage.Double => Fixed<double>(column, EncodingHint.Default),
        ColumnStorage.Decimal => new FixedParquetColumn<decimal>(column, DecimalFieldOf(column), EncodingHint.Default),
        ColumnStorage.Int128 => new WideDecimalParquetColumn(column),
        _ => new BytesParquetColumn(column),
    };

    /// <summary>Writes the column's next chunk.</summary>
    /// <param name="group">The row group under way.</param>
    /// <param name="values">At least one row, of the column's storage.</param>
    /// <param name="order">Row numbers in the order to write; empty: as they are.</param>
    /// <param name="levels">Made for as many rows.</param>
    /// <param name="cancellation">Seen before the chunk is written.</param>
    /// <returns>The smallest and the largest value.</returns>
    public async Task<ColumnBounds> WriteAsync(
        ParquetRowGroupWriter group,
        ColumnBuffer values,
        ReadOnlyMemory<int> order,
        DefinitionLevels levels,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ReadOnlyMemory<int> definition = levels.Of(values.Nulls, order.Span);
        if (values.NullCount < values.Count)
        {
            return await WritePresentAsync(group, values, order, definition, cancellation);
        }

        // Parquet.Net writes zeros as the bounds of no numbers into the page header, but none for no bytes. Without a value
        // the pages are the same otherwise.
        await group.WriteAllPartsAsync<ReadOnlyMemory<byte>>(_nullField, default, definition, null, cancellation);
        return ColumnBounds.None;
    }

    private protected abstract Task<ColumnBounds> WritePresentAsync(
        ParquetRowGroupWriter group,
        ColumnBuffer values,
        ReadOnlyMemory<int> order,
        ReadOnlyMemory<int> definition,
        CancellationToken cancellation);

    private static FixedParquetColumn<T> Fixed<T>(Column column, EncodingHint encoding)
        where T : unmanaged, INumber<T> =>
        new(column, new DataField(column.Name, typeof(T), isNullable: true), encoding);

    private static DecimalDataField DecimalFieldOf(Column column) =>
        new(column.Name, column.Type.Precision, column.Type.Scale, isNullable: true);
}
