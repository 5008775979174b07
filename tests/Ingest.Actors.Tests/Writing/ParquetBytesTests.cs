using System.Security.Cryptography;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

/// <summary>The same rows make the same bytes.</summary>
public class ParquetBytesTests
{
    [Fact]
    public async Task The_same_rows_make_the_same_bytes_however_often_and_in_parallel()
    {
        byte[] first = await WriteManyAsync();

        byte[][] others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(WriteManyAsync)));

        Assert.All(others, other => Assert.Equal(first, other));
    }

    /// <summary>A hash that changes means other bytes for the same rows: raise the writer version.</summary>
    [Theory]
    [InlineData("empty", "b8da506fbb5a09a34dac76f68a93a1ba86dc1d6d2f899dbfa85c1060756c696c")]
    [InlineData("one row of every type", "a1da9fd485d6deca70b9d6bceb6c5cb576e36357031fdbdb72d30bb7ff8010a9")]
    [InlineData("many rows", "0891146ba8ab8182c84b0b635449499c3a1313f87658a8838aeabdd3592a2493")]
    public async Task Bytes_are_those_of_this_writer_version(string name, string hash)
    {
        byte[] file = name switch
        {
            "empty" => await ParquetFiles.WriteAsync(ParquetTypesTests.AllTypes),
            "many rows" => await WriteManyAsync(),
            _ => await ParquetFiles.WriteAsync(
                ParquetTypesTests.AllTypes,
                ParquetFiles.Rows(ParquetTypesTests.AllTypes, ParquetTypesTests.Row, new object?[12])),
        };

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static Task<byte[]> WriteManyAsync()
    {
        LakeSchema schema = ParquetFiles.Schema(
            ("sensor_id", ColumnType.Int32),
            ("time", ColumnType.TimestampMicros),
            ("temperature", ColumnType.Decimal(9, 2)),
            ("note", ColumnType.Text)) with
        { SortBy = [0, 1] };
        return ParquetFiles.WriteAsync(schema, Rows(schema, 0), Rows(schema, 2_500));
    }

    private static ColumnBatch Rows(LakeSchema schema, int first) => ParquetFiles.Rows(
        schema,
        [
            .. Enumerable.Range(first, 2_500).Select(
                i => new object?[] { i / 100, i * 60_000_000L, i % 7 == 0 ? null : i * i % 97, $"n{i % 11}" }),
        ]);
}
