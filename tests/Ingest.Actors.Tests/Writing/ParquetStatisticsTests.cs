using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

/// <summary>Bounds in the footer as DuckDB shows them, against values worked out by hand.</summary>
public class ParquetStatisticsTests
{
    public static TheoryData<ColumnType, object?[], string, string> Bounds => new()
    {
        { ColumnType.Int32, [3, null, int.MinValue, int.MaxValue], "-2147483648", "2147483647" },
        { ColumnType.Int64, [3L, null, long.MinValue, long.MaxValue], "-9223372036854775808", "9223372036854775807" },
        { ColumnType.Float, [1.5f, null, -2.5f, float.MaxValue], "-2.5", "3.4028235e+38" },
        { ColumnType.Double, [1.5, null, double.MinValue, 1e300], "-1.7976931348623157e+308", "1e+300" },
        { ColumnType.Double, [0d, null, 0d], "-0.0", "0.0" },
        { ColumnType.Double, [-0d, null, -0d], "-0.0", "0.0" },
        { ColumnType.Date, [-1, null, 0, -719_162], "0001-01-01", "1970-01-01" },
        { ColumnType.TimestampMillis, [-1L, null, 0L], "1969-12-31 23:59:59.999+00", "1970-01-01 00:00:00+00" },
        { ColumnType.TimestampMicros, [-1L, null, 0L], "1969-12-31 23:59:59.999999+00", "1970-01-01 00:00:00+00" },
        { ColumnType.Decimal(9, 2), [-999_999_999, null, 5], "-9999999.99", "0.05" },
        { ColumnType.Decimal(18, 17), [-1L, null, 999_999_999_999_999_999L], "-0.00000000000000001", "9.99999999999999999" },
        { ColumnType.Decimal(20, 0), [7m, null, -1m, 18_446_744_073_709_551_615m], "-1", "18446744073709551615" },
        { ColumnType.Decimal(28, 3), [-128m, null, 0.005m, -0.256m], "-128.000", "0.005" },
        { ColumnType.Text, ["b", null, "", "a"], "", "b" },
        { ColumnType.Text, ["～", null, "😀", "z"], "z", "😀" },
        { ColumnType.Binary, [new byte[] { 0x7F }, null, new byte[] { 0x80, 0 }, new byte[] { 0x80 }], "\\x7F", "\\x80\\x00" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task Smallest_and_largest_values_and_nulls_are_in_the_footer(
        ColumnType type, object?[] values, string min, string max)
    {
        byte[] file = await ParquetFiles.WriteColumnAsync(type, values);

        Assert.Equal(["1", min, max, "True", "True"], Statistics(file));
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task A_group_of_nulls_has_a_count_and_no_bounds(ColumnType type, object?[] values, string min, string max)
    {
        byte[] file = await ParquetFiles.WriteColumnAsync(type, [null, null], values);

        Assert.Equal(["2", "NULL", "NULL", "NULL", "NULL"], Statistics(file));
        Assert.Equal(["1", min, max, "True", "True"], Statistics(file, group: 1));
    }

    [Fact]
    public async Task A_group_with_a_NaN_has_no_bounds()
    {
        Assert.Equal(
            ["0", "NULL", "NULL", "NULL", "NULL"],
            Statistics(await ParquetFiles.WriteColumnAsync(ColumnType.Float, [1f, float.NaN])));
        Assert.Equal(
            ["0", "NULL", "NULL", "NULL", "NULL"],
            Statistics(await ParquetFiles.WriteColumnAsync(ColumnType.Double, [double.NaN, 1d])));
    }

    [Fact]
    public async Task Long_text_is_cut_between_characters_and_the_largest_raised()
    {
        string fits = new('a', 64);
        string umlauts = string.Concat(Enumerable.Repeat("ä", 40));
        string broad = 'a' + umlauts;

        Assert.Equal(["0", fits, fits, "True", "True"], Statistics(await TextAsync(fits)));
        Assert.Equal(["0", fits, new string('a', 63) + 'b', "False", "False"], Statistics(await TextAsync(fits + 'a')));
        Assert.Equal(
            ["0", umlauts[..32], umlauts[..31] + 'å', "False", "False"], Statistics(await TextAsync(umlauts)));
        Assert.Equal(
            ["0", broad[..32], broad[..31] + 'å', "False", "False"], Statistics(await TextAsync(broad)));
    }

    [Fact]
    public async Task The_largest_characters_are_skipped_when_raising()
    {
        string last = string.Concat(Enumerable.Repeat("\U0010FFFF", 15));

        Assert.Equal(
            ["0", "ab" + last, "ac", "False", "False"], Statistics(await TextAsync("ab" + last + "\U0010FFFF")));
        Assert.Equal(
            ["0", "NULL", "NULL", "NULL", "NULL"], Statistics(await TextAsync(last + "\U0010FFFF\U0010FFFF")));
        Assert.Equal(
            ["0", new string('a', 61) + '\uD7FF', new string('a', 61) + '\uE000', "False", "False"],
            Statistics(await TextAsync(new string('a', 61) + "\uD7FFz")));
    }

    [Fact]
    public async Task Long_bytes_are_cut_and_the_largest_raised()
    {
        byte[] full = [.. Enumerable.Repeat(byte.MaxValue, 70)];
        byte[] almost = [1, .. full];

        byte[] raised = await ParquetFiles.WriteColumnAsync(ColumnType.Binary, [almost]);
        byte[] unbounded = await ParquetFiles.WriteColumnAsync(ColumnType.Binary, [full]);

        Assert.Equal(
            ["0", "\\x01" + string.Concat(Enumerable.Repeat("\\xFF", 63)), "\\x02", "False", "False"],
            Statistics(raised));
        Assert.Equal(["0", "NULL", "NULL", "NULL", "NULL"], Statistics(unbounded));
    }

    private static Task<byte[]> TextAsync(string value) => ParquetFiles.WriteColumnAsync(ColumnType.Text, [value]);

    private static string[] Statistics(byte[] file, int group = 0) => Assert.Single(ParquetFiles.Query(
        file,
        $"""
        SELECT stats_null_count, stats_min_value, stats_max_value, min_is_exact, max_is_exact
        FROM parquet_metadata($file) WHERE row_group_id = {group}
        """));
}
