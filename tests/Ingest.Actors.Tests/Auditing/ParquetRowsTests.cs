using Ingest.Actors.Auditing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Tests.Writing;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Auditing;

public sealed class ParquetRowsTests
{
    public static TheoryData<string> Types => [.. Columns.Select(column => column.Name)];

    private static readonly (string Name, ColumnType Type, object?[] Values)[] Columns =
    [
        ("int32", ColumnType.Int32, [1, null, int.MinValue, int.MaxValue, null, 0]),
        ("int64", ColumnType.Int64, [null, 1L, long.MinValue, long.MaxValue, 0L, null]),
        ("float", ColumnType.Float, [1.5f, float.NaN, -0f, null, float.MaxValue, 0f]),
        ("double", ColumnType.Double, [1.5, double.NaN, null, -0d, double.Epsilon, 0d]),
        ("decimal9", ColumnType.Decimal(9, 2), [2150, null, -1, 999_999_999, 0, 7]),
        ("decimal18", ColumnType.Decimal(18, 9), [2150L, -1L, null, 999_999_999_999_999_999L, 0L, 7L]),
        ("decimal28", ColumnType.Decimal(28, 4), [21.5000m, -0.0001m, null, 999999999999999999999999.9999m, 0.0000m, 7.0000m]),
        ("date", ColumnType.Date, [0, -1, null, 20_000, null, 1]),
        ("micros", ColumnType.TimestampMicros, [0L, -1L, null, 1_600_000_000_000_000L, null, 1L]),
        ("millis", ColumnType.TimestampMillis, [0L, -1L, null, 1_600_000_000_000L, null, 1L]),
        ("text", ColumnType.Text, ["", null, "Küche", "😀", "a", null]),
        ("binary", ColumnType.Binary, [Array.Empty<byte>(), null, new byte[] { 0, 255 }, new byte[70_000], new byte[] { 1 }, null]),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task what_is_read_back_sums_up_to_what_was_written(string name)
    {
        (_, ColumnType type, object?[] values) = Columns.Single(column => column.Name == name);
        LakeSchema schema = ParquetFiles.Schema(("v", type));
        using ColumnBatch some = ParquetFiles.Rows(schema, [.. values.Select(value => new[] { value })]);
        using ColumnBatch full = ParquetFiles.Rows(schema, [.. values.OfType<object>().Select(value => new object?[] { value })]);
        using ColumnBatch none = ParquetFiles.Rows(schema, [null], [null]);

        RowSums sums = await SumAsync(schema, await ParquetFiles.WriteAsync(schema, some, full, none));

        Assert.Equal(
            new RowSums(some.Count + full.Count + none.Count, RowChecksum.Of(some, 0, some.Count) + RowChecksum.Of(full, 0, full.Count) + RowChecksum.Of(none, 0, none.Count)),
            sums);
    }

    [Fact]
    public async Task a_null_is_not_the_default_and_rows_are_not_columns()
    {
        LakeSchema schema = ParquetFiles.Schema(("a", ColumnType.Int32), ("b", ColumnType.Int32));
        RowSums[] sums =
        [
            await SumAsync(schema, await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [1, 2], [3, 4]))),
            await SumAsync(schema, await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [1, 4], [3, 2]))),
            await SumAsync(schema, await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [2, 1], [4, 3]))),
            await SumAsync(schema, await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [1, null], [3, 4]))),
            await SumAsync(schema, await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [1, 0], [3, 4]))),
        ];

        Assert.Equal(sums.Length, sums.Distinct().Count());
    }

    [Fact]
    public async Task the_order_of_rows_and_how_they_are_cut_do_not_matter()
    {
        LakeSchema schema = ParquetFiles.Schema(("a", ColumnType.Int32), ("b", ColumnType.Text));
        byte[] one = await ParquetFiles.WriteAsync(schema, ParquetFiles.Rows(schema, [1, "x"], [null, "y"], [3, null]));
        byte[] other = await ParquetFiles.WriteAsync(
            schema, ParquetFiles.Rows(schema, [3, null]), ParquetFiles.Rows(schema, [null, "y"], [1, "x"]));

        Assert.Equal(await SumAsync(schema, one), await SumAsync(schema, other));
    }

    [Fact]
    public async Task a_file_without_rows_sums_up_to_nothing()
    {
        LakeSchema schema = ParquetFiles.Schema(("a", ColumnType.Int32));

        Assert.Equal(default, await SumAsync(schema, await ParquetFiles.WriteAsync(schema)));
    }

    private static async Task<RowSums> SumAsync(LakeSchema schema, byte[] file)
    {
        using var stream = new MemoryStream(file);
        await using ParquetRows rows = await ParquetRows.OpenAsync(stream, default);
        RowSums sums = await rows.SumAsync(schema, default);
        Assert.Equal(sums.Rows, rows.Rows);
        return sums;
    }
}
