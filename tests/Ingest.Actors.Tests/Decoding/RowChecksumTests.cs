using CsCheck;
using Ingest.Actors.Decoding;
using Ingest.Actors.Tests.Batching;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Decoding;

public sealed class RowChecksumTests
{
    private static readonly Column[] Columns =
    [
        new("i", ColumnType.Int32), new("l", ColumnType.Int64), new("f", ColumnType.Float), new("d", ColumnType.Double),
        new("m", ColumnType.Decimal(28, 2)), new("t", ColumnType.Text), new("b", ColumnType.Binary),
    ];

    /// <summary>Rows with nulls, empty strings and defaults more often than chance has them.</summary>
    private static readonly Gen<object?[]> Row = Gen.Select(Gen.Int[-1, 1], Gen.Long[-1, 1], Gen.Int[-1, 1], Gen.Int[0, 127], Gen.Byte.Array[0, 2])
        .Select((small, wide, real, nulls, bytes) => (object?[])
        [
            Or(nulls, 0, small), Or(nulls, 1, wide), Or(nulls, 2, (float)real), Or(nulls, 3, (double)real),
            Or(nulls, 4, (decimal)small), Or(nulls, 5, bytes), Or(nulls, 6, bytes),
        ]);

    [Fact]
    public void the_order_of_rows_does_not_matter()
    {
        Gen.Select(Row.Array[0, 20], Gen.Int).Sample((rows, seed) =>
        {
            object?[][] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            return Sum(rows) == Sum(shuffled);
        });
    }

    [Fact]
    public void how_rows_are_split_into_pages_does_not_matter()
    {
        Gen.Select(Row.Array[0, 20], Gen.Int[0, 20]).Sample((rows, at) =>
        {
            at = Math.Min(at, rows.Length);
            using ColumnBatch page = Rows.Batch(Columns, rows);
            return Sum(rows) == Sum(rows[..at]) + Sum(rows[at..])
                && Sum(rows) == RowChecksum.Of(page, 0, at) + RowChecksum.Of(page, at, rows.Length - at);
        });
    }

    [Fact]
    public void any_other_value_in_any_one_place_is_seen()
    {
        Gen.Select(Row.Array[1, 10], Gen.Int[0, 9], Gen.Int[0, Columns.Length - 1], Row).Sample((rows, row, column, other) =>
        {
            row %= rows.Length;
            object?[][] changed = [.. rows];
            changed[row] = [.. rows[row]];
            changed[row][column] = other[column];
            bool same = Same(rows[row][column], other[column]);
            return same == (Sum(rows) == Sum(changed));
        });
    }

    [Fact]
    public void null_and_empty_and_default_are_three_things()
    {
        Column[] text = [new("t", ColumnType.Text)];
        Column[] number = [new("l", ColumnType.Int64)];
        object?[] values = [null, Array.Empty<byte>(), new byte[1], new byte[8]];

        Assert.Distinct(values.Select(value => Sum([[value]], text)));
        Assert.NotEqual(Sum([[null]], number), Sum([[0L]], number));
        Assert.NotEqual(Sum([], text), Sum([[null]], text));
        Assert.NotEqual(Sum([], text), Sum([[Array.Empty<byte>()]], text));
    }

    [Fact]
    public void a_decimal_is_its_value_however_many_zeros_it_ends_in()
    {
        Column[] wide = [new("m", ColumnType.Decimal(28, 4))];

        Assert.Equal(Sum([[21.5m]], wide), Sum([[21.5000m]], wide));
        Assert.Equal(Sum([[0m]], wide), Sum([[-0.00m]], wide));
        Assert.Distinct(((decimal[])[9999999999999999999999999999m, 9999999999999999999999999998m, 999999999999999999999999.9999m, -0.0001m, 0.0001m, 0.001m])
            .Select(value => Sum([[value]], wide)));
    }

    [Fact]
    public void values_that_change_places_are_seen()
    {
        Column[] two = [new("one", ColumnType.Text), new("other", ColumnType.Text)];
        byte[] x = [1];
        byte[] y = [2];

        Assert.NotEqual(Sum([[x, y]], two), Sum([[y, x]], two));
        Assert.NotEqual(Sum([[x, null]], two), Sum([[null, x]], two));
        Assert.NotEqual(Sum([[x, y], [y, x]], two), Sum([[x, x], [y, y]], two));
        Assert.NotEqual(Sum([["ab"u8.ToArray(), "c"u8.ToArray()]], two), Sum([["a"u8.ToArray(), "bc"u8.ToArray()]], two));
    }

    [Fact]
    public void a_row_that_is_there_twice_counts_twice()
    {
        Column[] number = [new("l", ColumnType.Int64)];

        Assert.NotEqual(Sum([[1L]], number), Sum([[1L], [1L]], number));
        Assert.NotEqual(Sum([], number), Sum([[1L], [1L]], number));
    }

    private static object? Or(int nulls, int column, object value) => (nulls & (1 << column)) != 0 ? null : value;

    private static ulong Sum(object?[][] rows, Column[]? columns = null)
    {
        using ColumnBatch batch = Rows.Batch(columns ?? Columns, rows);
        return RowChecksum.Of(batch, 0, rows.Length);
    }

    private static bool Same(object? left, object? right) =>
        left is byte[] one && right is byte[] other ? one.AsSpan().SequenceEqual(other) : Equals(left, right);
}
