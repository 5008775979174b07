using CsCheck;
using Ingest.Actors.Batching;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Batching;

/// <summary>The oracle is LINQ's stable sort with .NET's comparison of values, and of byte strings as memcmp has it.</summary>
public sealed class RowOrderTests
{
    private static readonly (Column Column, Gen<object> Values)[] Types =
    [
        (new("i", ColumnType.Int32), Boxed(Gen.Int[-3, 3], Gen.Int, Among(int.MinValue, int.MaxValue))),
        (new("l", ColumnType.Int64), Boxed(Gen.Long[-3, 3], Gen.Long, Among(long.MinValue, long.MaxValue))),
        (new("f", ColumnType.Float), Boxed(Gen.Int[-2, 2].Select(i => (float)i), Gen.Float, Special<float>())),
        (new("d", ColumnType.Double), Boxed(Gen.Int[-2, 2].Select(i => (double)i), Gen.Double, Special<double>())),
        (new("m", ColumnType.Decimal(28, 2)), Boxed(Gen.Int[-3, 3].Select(i => (decimal)i), Gen.Decimal, Among(decimal.MinValue, 1.0m, 1.00m))),
        (new("w", ColumnType.Decimal(38, 2)), Boxed(Gen.Int[-3, 3].Select(i => (Int128)i), Gen.Long.Select(i => (Int128)i * i), Among(Int128.MinValue, Int128.MaxValue))),
        (new("b", ColumnType.Binary), Boxed(Gen.Byte.Array[0, 2], Among<byte[]>([], [0], [0, 0], [255], [127, 255]))),
    ];

    [Fact]
    public void rows_are_in_the_order_of_a_stable_sort_with_nulls_first()
    {
        Gen<int[]> sortBy = Gen.Int[0, Types.Length - 1].Array[1, 3].Select(columns => columns.Distinct().ToArray());
        Gen<object?[][]> rows = Gen.Double[0, 0.6].SelectMany(nulls =>
            Types.Aggregate(Gen.Const(Array.Empty<object?>()), (row, type) => Gen.Select(
                row, Gen.Double.Unit, type.Values, (before, chance, value) => (object?[])[.. before, chance < nulls ? null : value])).Array[0, 60]);

        Gen.Select(sortBy, rows).Sample((by, values) => AssertSorted(by, values));
    }

    [Fact]
    public void dense_and_sparse_integers_are_in_the_order_of_a_stable_sort()
    {
        // Keys as dense as the rows are counted, others are compared; both have their edge here.
        Gen<long> span = Gen.OneOf(Gen.Long[1, 400], Gen.Const(long.MaxValue));
        Gen.Select(span, Gen.Long[-50, 50], Gen.Int[2, 200])
            .SelectMany((width, from, count) => Gen.Long[from, width > long.MaxValue - 50 ? width : from + width].Array[count])
            .Sample(values => AssertSorted(
                [0], [.. values.Select(value => new object?[] { value })], [new Column("l", ColumnType.Int64)]));
    }

    [Fact]
    public void rows_that_come_in_time_for_each_sensor_are_in_the_order_of_a_stable_sort_and_so_are_those_that_come_late()
    {
        // Sensors in any order, times that ascend for each but for a few rows that may be late.
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 2]).SelectMany((count, late) => Gen.Select(
                Gen.Int[1, 9].Array[count], Gen.Long[0, 2].Array[count], Gen.Int[0, count - 1].Array[late]))
            .Sample((sensors, steps, late) =>
            {
                object?[][] rows = [.. sensors.Zip(Sums(steps), (sensor, time) => new object?[] { sensor, time })];
                foreach (int row in late)
                {
                    rows[row][1] = (long)rows[row][1]! - 3;
                }

                AssertSorted([0, 1], rows, [new Column("s", ColumnType.Int32), new Column("t", ColumnType.TimestampMicros)]);
            });
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 0L)]
    [InlineData(long.MaxValue, long.MinValue, long.MinValue)]
    [InlineData(1L, 0L, -1L)]
    public void extremes_do_not_wrap_round(long first, long second, long third)
    {
        AssertSorted([0], [[first], [second], [third]], [new Column("l", ColumnType.Int64)]);
    }

    [Fact]
    public void rows_in_order_already_need_no_order()
    {
        Column[] columns = [new("l", ColumnType.Int64), new("d", ColumnType.Double)];
        using ColumnBatch rows = Rows.Batch(columns, [[null, 2.0], [1L, null], [1L, double.NaN], [1L, 0.0], [1L, -0.0], [2L, -1.0]]);

        Assert.Null(RowOrder.Sort(rows, [0, 1]));
        Assert.Null(RowOrder.Sort(rows, []));
        Assert.NotNull(RowOrder.Sort(rows, [1]));
    }

    [Fact]
    public void no_rows_and_one_row_need_no_order()
    {
        Column[] columns = [new("l", ColumnType.Int64)];

        Assert.Null(RowOrder.Sort(new ColumnBatch(columns), [0]));
        Assert.Null(RowOrder.Sort(Rows.Batch(columns, [[5L]]), [0]));
    }

    [Fact]
    public void what_is_rented_is_said_and_given_back_once()
    {
        RowOrder order = RowOrder.Sort(Rows.Batch([new("l", ColumnType.Int64)], [[2L], [1L]]), [0])!;
        Assert.InRange(order.CapacityBytes, 2 * sizeof(int), 1024);

        order.Dispose();
        order.Dispose();

        Assert.Equal(0, order.CapacityBytes);
    }

    private static void AssertSorted(int[] sortBy, object?[][] values, Column[]? columns = null)
    {
        using ColumnBatch rows = Rows.Batch(columns ?? [.. Types.Select(type => type.Column)], values);
        int[] expected = [.. sortBy.Aggregate(
            Enumerable.Range(0, values.Length).Order(Comparer<int>.Create((_, _) => 0)),
            (sorted, column) => sorted.ThenBy(row => values[row][column], ValueComparer.Instance))];

        using RowOrder? order = RowOrder.Sort(rows, sortBy);

        Assert.Equal(expected.Index().All(row => row.Index == row.Item), order is null);
        Assert.Equal(expected, order?.Rows.ToArray() ?? Enumerable.Range(0, values.Length));
    }

    private static IEnumerable<long> Sums(IEnumerable<long> steps)
    {
        long sum = 0;
        return steps.Select(step => sum += step);
    }

    private static Gen<object> Boxed<T>(params Gen<T>[] gens)
        where T : notnull => Gen.OneOf(gens).Select(value => (object)value);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T> Special<T>()
        where T : System.Numerics.IFloatingPointIeee754<T> =>
        Among(T.NaN, -T.NaN, T.NegativeZero, T.Zero, T.NegativeInfinity, T.PositiveInfinity, T.Epsilon);

    private sealed class ValueComparer : IComparer<object?>
    {
        public static readonly ValueComparer Instance = new();

        public int Compare(object? left, object? right) => (left, right) switch
        {
            (byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other),
            _ => Comparer<object?>.Default.Compare(left, right),
        };
    }
}
