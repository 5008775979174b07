using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Tests.Batching;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Decoding;

public sealed class RowKeyTests
{
    public static TheoryData<ColumnType, object, string> Parts => new()
    {
        { ColumnType.Int32, -7, "-7" },
        { ColumnType.Int64, long.MaxValue, "9223372036854775807" },
        { ColumnType.Decimal(20, 0), 18_446_744_073_709_551_615m, "18446744073709551615" },
        { ColumnType.Double, 0.1, "0.1" },
        { ColumnType.Float, 0.1f, "0.1" },
        { ColumnType.Text, "Größe"u8.ToArray(), "Größe" },
        { ColumnType.Binary, new byte[] { 0x00, 0xAB }, "00ab" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void a_key_is_said_as_its_type_is_written(ColumnType type, object value, string text)
    {
        Assert.Equal(text, RowKey.Text(Page([type], [value]), 0));
    }

    [Fact]
    public void the_parts_of_a_key_come_in_its_own_order()
    {
        RowPage page = Page([ColumnType.Int64, ColumnType.Text], [1L, "a"u8.ToArray()], [2L, "b"u8.ToArray()]);

        Assert.Equal("b,2", RowKey.Text(new RowPage(page.Table with { Key = [1, 0] }, page.Columns), 1));
    }

    private static RowPage Page(ColumnType[] types, params object?[][] rows)
    {
        SourceTable table = DecodingFixture.Table with
        {
            Selected = [.. types.Select((type, i) => new SourceColumn($"k{i}", "", new Column($"k{i}", type)))],
            Key = [.. Enumerable.Range(0, types.Length)],
        };
        return new RowPage(table, Rows.Batch([.. table.Selected.Select(column => column.Lake)], rows));
    }
}
