using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Columns;

public class ColumnLimitTests
{
    public static TheoryData<ColumnKind> Kinds => [ColumnKind.Int32, ColumnKind.Double, ColumnKind.Text];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_that_the_source_does_not_have_are_refused(ColumnKind kind)
    {
        ColumnBuffer source = Nulls(kind, 3);
        ColumnBuffer column = Nulls(kind, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRange(source, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRange(source, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRange(source, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRange(source, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRange(source, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendRepeat(source, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AppendNulls(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.Truncate(2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_column_is_not_appended_to_itself(ColumnKind kind)
    {
        ColumnBuffer column = Nulls(kind, 3);

        Assert.Throws<ArgumentException>(() => column.AppendRange(column, 0, 3));
        Assert.Throws<ArgumentException>(() => column.AppendRepeat(column, 0, 3));
        Assert.Equal(3, column.Count);
    }

    [Fact]
    public void A_column_of_another_storage_is_refused_and_leaves_the_rows_as_they_were()
    {
        var longs = new FixedColumn<long>(ColumnType.Int64);
        var ints = new FixedColumn<int>(ColumnType.Int32);
        longs.Append(1);

        Assert.Throws<InvalidCastException>(() => ints.AppendRange(longs, 0, 1));
        Assert.Throws<InvalidCastException>(() => ints.AppendRepeat(longs, 0, 1));
        Assert.Equal(0, ints.Count);
    }

    [Fact]
    public void Rolling_back_evens_out_columns_of_different_length()
    {
        var time = new FixedColumn<long>(ColumnType.TimestampMicros);
        var samples = new SampleColumns(
            time, [Nulls(ColumnKind.Int32, 5), Nulls(ColumnKind.Int64, 2), Nulls(ColumnKind.Int32, 1)]);
        time.AppendUninitialized(5).Clear();

        samples.RollBack(2);

        Assert.Equal(2, samples.Count);
        Assert.Equal([2, 2, 1], samples.Channels.Select(channel => channel.Count));
    }

    [Fact]
    public void A_batch_appends_and_measures_all_its_columns()
    {
        Column[] columns = [new("id", ColumnType.Int64), new("name", ColumnType.Text)];
        using var source = new ColumnBatch(columns);
        using var target = new ColumnBatch(columns);
        foreach (string name in new[] { "a", "bc", "def" })
        {
            ((FixedColumn<long>)source[0]).Append(name.Length);
            ((BytesColumn)source[1]).Append(System.Text.Encoding.UTF8.GetBytes(name));
        }

        target.AppendRange(source, 1, 2);

        Assert.Equal(2, target.Count);
        Assert.Equal([2, 3], ((FixedColumn<long>)target[0]).Values);
        Assert.Equal("def"u8, ((BytesColumn)target[1])[1]);
        Assert.Equal((2 * (8 + 4)) + 5, target.BytesOf(0, 2));
        Assert.Equal(source.BytesOf(1, 2), target.BytesOf(0, 2));
        Assert.True(target.CapacityBytes >= target.BytesOf(0, 2));
    }

    private static ColumnBuffer Nulls(ColumnKind kind, int count)
    {
        ColumnBuffer column = ColumnBuffer.Create(new ColumnType(kind));
        column.AppendNulls(count);
        return column;
    }
}
