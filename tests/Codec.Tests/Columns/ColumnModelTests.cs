using System.Buffers;
using CsCheck;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Columns;

/// <summary>Every sequence of operations leaves a column with the rows that a plain list has after the same ones.</summary>
public class ColumnModelTests
{
    private const int Sequences = 500;

    [Fact]
    public void Int_columns_behave_like_a_list() => Check(new FixedAccess<int>(ColumnType.Int32), Gen.Int);

    [Fact]
    public void Long_columns_behave_like_a_list() => Check(new FixedAccess<long>(ColumnType.TimestampMicros), Gen.Long);

    [Fact]
    public void Float_columns_behave_like_a_list() => Check(new FixedAccess<float>(ColumnType.Float), Gen.Float);

    [Fact]
    public void Double_columns_behave_like_a_list() => Check(new FixedAccess<double>(ColumnType.Double), Gen.Double);

    [Fact]
    public void Decimal_columns_behave_like_a_list() =>
        Check(new FixedAccess<decimal>(ColumnType.Decimal(28, 4)), Gen.Decimal);

    [Fact]
    public void Bytes_columns_behave_like_a_list() =>
        Check(new BytesAccess(), Gen.Byte.Array[0, 6].Select(bytes => new Blob(Convert.ToHexString(bytes))));

    [Theory]
    [InlineData(100, 100_000)]
    [InlineData(3, 17)]
    public void Room_that_is_made_at_once_is_all_that_is_rented(int before, int rows)
    {
        using ColumnBuffer ints = new FixedColumn<int>(ColumnType.Int32);
        using var texts = new BytesColumn(ColumnType.Text);
        ints.AppendNulls(before);
        for (int i = 0; i < before; i++)
        {
            texts.Append("reading"u8);
        }

        ints.Reserve(rows);
        texts.Reserve(rows);
        long reserved = ints.CapacityBytes + texts.CapacityBytes;
        ints.AppendNulls(rows - before);
        for (int i = before; i < rows; i++)
        {
            texts.Append("reading"u8);
        }

        // What marks nulls comes on its own.
        Assert.Equal(reserved, ints.CapacityBytes - MarksOf(rows) + MarksOf(before) + texts.CapacityBytes);

        static int MarksOf(int rows) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(rows, 16));
    }

    [Fact]
    public void Room_for_rows_that_do_not_come_is_given_back()
    {
        using var column = new FixedColumn<long>(ColumnType.TimestampMicros);
        column.Append(7);
        column.Reserve(1_000_000);
        column.Trim();

        Assert.Equal(16 * sizeof(long), column.CapacityBytes);
        Assert.Equal([7], column.Values.ToArray());
    }

    private static void Check<T>(IColumnAccess<T> access, Gen<T> values)
        where T : struct
    {
        Gen<T?> cells = Gen.Frequency((3, values.Select(value => (T?)value)), (1, Gen.Const((T?)null)));
        Gen<T?[]> sources = Gen.Frequency((3, cells.Array[0, 40]), (1, values.Select(value => (T?)value).Array[1, 40]));
        Gen<Step<T>[]> steps =
            Gen.Select(Gen.Enum<Operation>(), cells, Gen.Int[0, 40], Gen.Int[0, 40])
                .Select((kind, cell, a, b) => new Step<T>(kind, cell, a, b))
                .Array[1, 25];
        Gen.Select(sources, steps).Sample(
            (sourceRows, sequence) =>
            {
                using ColumnBuffer source = access.Create();
                using ColumnBuffer column = access.Create();
                SoilPools();
                foreach (T? row in sourceRows)
                {
                    access.AppendCell(source, row);
                }

                var model = new List<T?>();
                foreach (Step<T> step in sequence)
                {
                    step.Apply(access, column, model, source, sourceRows);
                    AssertSame(access, model, column);
                }

                AssertSame(access, sourceRows, source);
            },
            iter: Sequences);
    }

    /// <summary>What the pools give next is not zero.</summary>
    private static void SoilPools()
    {
        for (int length = 16; length <= 1_024; length *= 2)
        {
            Soil<byte>(length, 0xee);
            Soil(length, -1);
            Soil(length, -1L);
            Soil(length, -1f);
            Soil(length, -1d);
            Soil(length, -1m);
        }
    }

    private static void Soil<TItem>(int length, TItem dirt)
    {
        TItem[] array = ArrayPool<TItem>.Shared.Rent(length);
        array.AsSpan().Fill(dirt);
        ArrayPool<TItem>.Shared.Return(array);
    }

    private static void AssertSame<T>(IColumnAccess<T> access, IReadOnlyList<T?> expected, ColumnBuffer column)
        where T : struct
    {
        Assert.Equal(expected.Count, column.Count);
        Assert.Equal(expected.Count(row => row is null), column.NullCount);
        Assert.Equal(column.NullCount == 0 ? 0 : column.Count, column.Nulls.Length);
        for (int row = 0; row < expected.Count; row++)
        {
            Assert.Equal(expected[row] is null, column.IsNull(row));
            Assert.Equal(expected[row] ?? access.Default, access.Read(column, row));
        }

        Assert.Equal(expected.Sum(row => access.Bytes(row ?? access.Default)), column.BytesOf(0, column.Count));
        Assert.True(column.CapacityBytes >= column.BytesOf(0, column.Count));
    }
}
