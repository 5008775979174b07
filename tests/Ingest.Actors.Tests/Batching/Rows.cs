using Ingest.Codec.Columns;

namespace Ingest.Actors.Tests.Batching;

/// <summary>Columns made from boxed values and back, so that tests can say rows as they are read.</summary>
internal static class Rows
{
    public static ColumnBatch Batch(IReadOnlyList<Column> columns, IEnumerable<object?[]> rows)
    {
        var batch = new ColumnBatch(columns);
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                Append(batch[i], row[i]);
            }
        }

        return batch;
    }

    public static IEnumerable<object?[]> Of(ColumnBatch batch) => Enumerable.Range(0, batch.Count).Select(row =>
        Enumerable.Range(0, batch.Columns.Count).Select(column => Value(batch[column], row)).ToArray());

    public static object? Value(ColumnBuffer column, int row) => column.IsNull(row) ? null : column switch
    {
        FixedColumn<int> ints => ints.Values[row],
        FixedColumn<long> longs => longs.Values[row],
        FixedColumn<float> floats => floats.Values[row],
        FixedColumn<double> doubles => doubles.Values[row],
        FixedColumn<decimal> decimals => decimals.Values[row],
        FixedColumn<Int128> wides => wides.Values[row],
        _ => ((BytesColumn)column)[row].ToArray(),
    };

    private static void Append(ColumnBuffer column, object? value)
    {
        switch (column, value)
        {
            case (_, null):
                column.AppendNull();
                break;
            case (FixedColumn<int> ints, int number):
                ints.Append(number);
                break;
            case (FixedColumn<long> longs, long number):
                longs.Append(number);
                break;
            case (FixedColumn<float> floats, float number):
                floats.Append(number);
                break;
            case (FixedColumn<double> doubles, double number):
                doubles.Append(number);
                break;
            case (FixedColumn<decimal> decimals, decimal number):
                decimals.Append(number);
                break;
            case (FixedColumn<Int128> wides, Int128 number):
                wides.Append(number);
                break;
            case (BytesColumn bytes, byte[] value1):
                bytes.Append(value1);
                break;
            default:
                throw new ArgumentException($"{column.Type} holds no {value.GetType().Name}.", nameof(value));
        }
    }
}
