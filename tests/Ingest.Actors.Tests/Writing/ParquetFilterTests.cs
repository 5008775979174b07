using System.Globalization;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

/// <summary>
/// DuckDB filters over row groups of one column: with the filter pushed into the reader, which skips row groups by their
/// bounds, against the same filter over the values loaded into memory first.
/// </summary>
public class ParquetFilterTests
{
    private static readonly string Long = new('x', 80);

    public static TheoryData<ColumnType, object?[][], string[]> Columns => new()
    {
        {
            ColumnType.Int32,
            [[1, 2, 3], [null, null], [int.MinValue, -1, null], [int.MaxValue, 0]],
            ["1", "-1", "0", "2147483647", "(-2147483648)", "7"]
        },
        {
            ColumnType.Int64,
            [[1L, 2L], [null], [long.MinValue, null, -1L], [long.MaxValue, 0L]],
            ["1", "-1", "9223372036854775807", "(-9223372036854775808)", "7"]
        },
        {
            ColumnType.Float,
            [[1f, -2f], [null, null], [5f, float.NaN], [float.NaN], [0f, -0f], [float.NegativeInfinity, 9f]],
            ["1", "-2", "0", "'-0'::FLOAT", "'nan'::FLOAT", "'-inf'::FLOAT", "'inf'::FLOAT", "7"]
        },
        {
            ColumnType.Double,
            [[1d, -2d], [null, null], [5d, double.NaN], [double.NaN], [-0d], [0d], [double.PositiveInfinity, 9d]],
            ["1", "-2", "0", "'-0'::DOUBLE", "'nan'::DOUBLE", "'-inf'::DOUBLE", "'inf'::DOUBLE", "7"]
        },
        {
            ColumnType.Date,
            [[0, -1], [null, null], [-25_000, null], [18_628]],
            ["DATE '1970-01-01'", "DATE '1969-12-31'", "DATE '1901-07-21'", "DATE '2021-01-01'", "DATE '1950-01-01'"]
        },
        {
            ColumnType.TimestampMillis,
            [[0L, -1L], [null, null], [-86_400_000L, null], [1_609_459_200_123L]],
            [
                "TIMESTAMPTZ '1970-01-01 00:00:00+00'", "TIMESTAMPTZ '1969-12-31 23:59:59.999+00'",
                "TIMESTAMPTZ '1969-12-31 00:00:00+00'", "TIMESTAMPTZ '2021-01-01 00:00:00.123+00'",
            ]
        },
        {
            ColumnType.TimestampMicros,
            [[0L, -1L], [null, null], [-86_400_000_000L, null], [1_609_459_200_123_456L]],
            [
                "TIMESTAMPTZ '1970-01-01 00:00:00+00'", "TIMESTAMPTZ '1969-12-31 23:59:59.999999+00'",
                "TIMESTAMPTZ '1969-12-31 00:00:00+00'", "TIMESTAMPTZ '2021-01-01 00:00:00.123456+00'",
            ]
        },
        {
            ColumnType.Decimal(9, 2),
            [[150, -150], [null], [999_999_999, null], [-999_999_999, 0]],
            ["1.50", "-1.50", "9999999.99", "-9999999.99", "0", "7"]
        },
        {
            ColumnType.Decimal(18, 17),
            [[100_000_000_000_000_000L], [null], [999_999_999_999_999_999L, null], [-1L, 0L]],
            ["1.00000000000000000", "9.99999999999999999", "-0.00000000000000001", "0", "7"]
        },
        {
            ColumnType.Decimal(20, 0),
            [[1m, 255m], [null], [18_446_744_073_709_551_615m, null], [-1m, -256m, 0m]],
            ["1", "255", "18446744073709551615", "-1", "-256", "0", "7"]
        },
        {
            ColumnType.Decimal(28, 4),
            [[1.5m, 0.0001m], [null], [999_999_999_999_999_999_999_999.9999m], [-999_999_999_999_999_999_999_999.9999m, -0.0001m]],
            ["1.5", "0.0001", "999999999999999999999999.9999", "-999999999999999999999999.9999", "-0.0001"]
        },
        {
            ColumnType.Decimal(29, 1),
            [[(Int128)15, (Int128)1], [null], [Int128.Parse("99999999999999999999999999999", CultureInfo.InvariantCulture), null], [(Int128)(-1), (Int128)(-2560), (Int128)0]],
            ["1.5", "0.1", "9999999999999999999999999999.9", "-0.1", "-256", "0"]
        },
        {
            ColumnType.Decimal(38, 10),
            [[(Int128)1, (Int128)long.MaxValue], [null], [Int128.Parse("99999999999999999999999999999999999999", CultureInfo.InvariantCulture), null], [Int128.Parse("-99999999999999999999999999999999999999", CultureInfo.InvariantCulture), (Int128)0]],
            ["0.0000000001", "922337203.6854775807", "9999999999999999999999999999.9999999999", "-9999999999999999999999999999.9999999999", "0"]
        },
        {
            ColumnType.Text,
            [["", "a"], [null, null], ["～", null], ["😀"], ["é", "z"], [Long + "1", Long + "2"], [Long]],
            ["''", "'a'", "'～'", "'😀'", "'é'", "'z'", "'zz'", $"'{Long}'", $"'{Long}1'", $"'{Long}2'", $"'{Long}3'"]
        },
        {
            ColumnType.Binary,
            [[Array.Empty<byte>(), new byte[] { 1 }], [null], [new byte[] { 0x80 }, null], [new byte[] { 0x7F, 0xFF }]],
            ["''::BLOB", "'\\x01'::BLOB", "'\\x80'::BLOB", "'\\x7F\\xFF'::BLOB", "'\\x02'::BLOB"]
        },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Filters_find_the_same_rows_in_the_file_as_in_memory(
        ColumnType type, object?[][] groups, string[] literals)
    {
        byte[] file = await ParquetFiles.WriteColumnAsync(type, groups);
        string[] filters = [.. Filters(literals)];

        string[] inMemory = ParquetFiles.Values(
            file, $"CREATE TEMP TABLE loaded AS SELECT v FROM $file; {CountEach(filters, "loaded")}");
        string[] inFile = ParquetFiles.Values(file, CountEach(filters, "$file"));

        Assert.Equal(filters.Length, inFile.Length);
        Assert.Equal(filters.Zip(inMemory), filters.Zip(inFile));
        int nulls = groups.Sum(group => group.Count(value => value is null));
        Assert.Equal(nulls.ToString(CultureInfo.InvariantCulture), inFile[^1]);
    }

    private static IEnumerable<string> Filters(string[] literals)
    {
        foreach (string literal in literals)
        {
            foreach (string comparison in new[] { "=", "<>", "<", "<=", ">", ">=" })
            {
                yield return $"v {comparison} {literal}";
            }

            yield return $"v BETWEEN {literals[0]} AND {literal}";
            yield return $"v BETWEEN {literal} AND {literals[0]}";
            yield return $"v IN ({literal}, {literals[^1]})";
            yield return $"v NOT IN ({literal}, {literals[^1]})";
        }

        yield return "v IS NOT NULL";
        yield return "v IS NULL";
    }

    private static string CountEach(string[] filters, string from)
    {
        IEnumerable<string> counts = filters.Select(
            (filter, i) => $"SELECT (SELECT count(*) FROM {from} WHERE {filter}) AS n, {i} AS i");
        return $"SELECT n FROM ({string.Join(" UNION ALL ", counts)}) ORDER BY i";
    }
}
