using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

public class ParquetTypesTests
{
    internal static readonly LakeSchema AllTypes = ParquetFiles.Schema(
        ("c_int", ColumnType.Int32),
        ("c_long", ColumnType.Int64),
        ("c_float", ColumnType.Float),
        ("c_double", ColumnType.Double),
        ("c_date", ColumnType.Date),
        ("c_millis", ColumnType.TimestampMillis),
        ("c_micros", ColumnType.TimestampMicros),
        ("c_narrow", ColumnType.Decimal(9, 2)),
        ("c_middle", ColumnType.Decimal(18, 17)),
        ("c_wide", ColumnType.Decimal(20, 0)),
        ("c_text", ColumnType.Text),
        ("c_binary", ColumnType.Binary));

    internal static readonly object?[] Row =
    [
        -7, 5_000_000_000L, 1.5f, -2.25, -1, 1_609_459_200_123L, 1_609_459_200_123_456L,
        -12345, 123_456_789_012_345_678L, 18_446_744_073_709_551_615m, "grün", new byte[] { 0, 255 },
    ];

    [Fact]
    public async Task Every_type_is_what_it_should_be_to_a_reader()
    {
        byte[] file = await ParquetFiles.WriteAsync(AllTypes, ParquetFiles.Rows(AllTypes, Row));

        Assert.Equal(
            [
                "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE",
                "DECIMAL(9,2)", "DECIMAL(18,17)", "DECIMAL(20,0)", "VARCHAR", "BLOB",
            ],
            ParquetFiles.Query(file, "DESCRIBE SELECT * FROM $file").Select(row => row[1]));
    }

    [Fact]
    public async Task Every_value_is_read_as_it_was_written()
    {
        byte[] file = await ParquetFiles.WriteAsync(AllTypes, ParquetFiles.Rows(AllTypes, Row, new object?[12]));

        List<string[]> rows = ParquetFiles.Query(file, "SELECT COLUMNS(*)::VARCHAR FROM $file");

        Assert.Equal(
            [
                "-7", "5000000000", "1.5", "-2.25", "1969-12-31", "2021-01-01 00:00:00.123+00", "2021-01-01 00:00:00.123456+00",
                "-123.45", "1.23456789012345678", "18446744073709551615", "grün", "\\x00\\xFF",
            ],
            rows[0]);
        Assert.All(rows[1], value => Assert.Equal("NULL", value));
    }

    [Fact]
    public async Task Decimals_of_more_than_28_digits_are_exact()
    {
        Int128 nines = Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture);
        byte[] file = await ParquetFiles.WriteColumnAsync(ColumnType.Decimal(38, 10), [nines, null, -nines], [Int128.One, Int128.Zero, -Int128.One], [null]);

        Assert.Equal(["DECIMAL(38,10)"], ParquetFiles.Query(file, "DESCRIBE SELECT * FROM $file").Select(row => row[1]));
        Assert.Equal(
            [["FIXED_LEN_BYTE_ARRAY", "16", "DECIMAL", "10", "38"]],
            ParquetFiles.Query(file, "SELECT type, type_length, converted_type, scale, precision FROM parquet_schema($file) OFFSET 1"));
        Assert.Equal(
            [
                "9999999999999999999999999999.9999999999", "NULL", "-9999999999999999999999999999.9999999999", "0.0000000001", "0.0000000000",
                "-0.0000000001", "NULL",
            ],
            ParquetFiles.Values(file, "SELECT v::VARCHAR FROM $file"));
    }

    [Fact]
    public async Task All_columns_are_optional_and_annotated_in_both_ways()
    {
        byte[] file = await ParquetFiles.WriteAsync(AllTypes);

        List<string[]> elements = ParquetFiles.Query(
            file,
            """
            SELECT name, type, repetition_type, converted_type, replace(replace(logical_type, ', ', ','), '=<null>', '')
            FROM parquet_schema($file) OFFSET 1
            """);

        Assert.All(elements, element => Assert.Equal("OPTIONAL", element[2]));
        Assert.Equal(
            [
                "c_int INT32 INT_32 IntType(bitWidth=\u0020,isSigned=1)",
                "c_long INT64 INT_64 IntType(bitWidth=@,isSigned=1)",
                "c_float FLOAT NULL NULL",
                "c_double DOUBLE NULL NULL",
                "c_date INT32 DATE DateType()",
                "c_millis INT64 TIMESTAMP_MILLIS TimestampType(isAdjustedToUTC=1,unit=TimeUnit(MILLIS=MilliSeconds(),MICROS,NANOS))",
                "c_micros INT64 TIMESTAMP_MICROS TimestampType(isAdjustedToUTC=1,unit=TimeUnit(MILLIS,MICROS=MicroSeconds(),NANOS))",
                "c_narrow INT32 DECIMAL DecimalType(scale=2,precision=9)",
                "c_middle INT64 DECIMAL DecimalType(scale=17,precision=18)",
                "c_wide FIXED_LEN_BYTE_ARRAY DECIMAL DecimalType(scale=0,precision=20)",
                "c_text BYTE_ARRAY UTF8 StringType()",
                "c_binary BYTE_ARRAY NULL NULL",
            ],
            elements.Select(element => $"{element[0]} {element[1]} {element[3]} {element[4]}"));
    }

    [Fact]
    public async Task An_empty_file_has_no_rows_and_the_same_schema()
    {
        byte[] full = await ParquetFiles.WriteAsync(AllTypes, ParquetFiles.Rows(AllTypes, Row));
        byte[] empty = await ParquetFiles.WriteAsync(AllTypes);

        Assert.Equal(["0"], ParquetFiles.Values(empty, "SELECT count(*) FROM $file"));
        Assert.Equal(
            ParquetFiles.Query(full, "DESCRIBE SELECT * FROM $file"), ParquetFiles.Query(empty, "DESCRIBE SELECT * FROM $file"));
    }

    [Fact]
    public async Task Chunks_are_delta_encoded_where_they_can_be_and_compressed_with_zstd()
    {
        byte[] file = await ParquetFiles.WriteAsync(AllTypes, ParquetFiles.Rows(AllTypes, Row));

        List<string[]> chunks = ParquetFiles.Query(
            file, "SELECT path_in_schema, encodings, compression FROM parquet_metadata($file)");

        Assert.All(chunks, chunk => Assert.Equal("ZSTD", chunk[2]));
        Assert.Equal(
            ["c_int", "c_long", "c_date", "c_millis", "c_micros", "c_narrow", "c_middle"],
            chunks.Where(chunk => chunk[1].Contains("DELTA_BINARY_PACKED", StringComparison.Ordinal)).Select(chunk => chunk[0]));
    }

    [Fact]
    public async Task The_footer_names_the_writer()
    {
        byte[] file = await ParquetFiles.WriteAsync(AllTypes);

        Assert.Equal(["Ingest version 1"], ParquetFiles.Values(file, "SELECT created_by FROM parquet_file_metadata($file)"));
    }
}
