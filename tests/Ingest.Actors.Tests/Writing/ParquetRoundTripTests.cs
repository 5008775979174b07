using System.Globalization;
using System.Text;
using CsCheck;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Actors.Tests.Writing;

/// <summary>Random columns with nulls, in random order, in several row groups, read back by DuckDB.</summary>
public static class ParquetRoundTripTests
{
    private static readonly (ColumnType Type, Gen<object?> Values, Func<object, string> Text)[] Types =
    [
        (ColumnType.Int32, Gen.Int.Cast(), Number),
        (ColumnType.Int32, Gen.Int[-3, 3].Cast(), Number),
        (ColumnType.Int64, Gen.Long.Cast(), Number),
        (ColumnType.Decimal(9, 0), Gen.Int[-999_999_999, 999_999_999].Cast(), Number),
        (ColumnType.Decimal(18, 0), Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999].Cast(), Number),
        (ColumnType.Decimal(20, 0), Gen.ULong.Select(value => (object?)(decimal)value), Number),
        (ColumnType.Decimal(28, 0), Gen.Long.Select(value => (object?)(value * 1_000_000_000m)), Number),
        (ColumnType.Decimal(38, 0), Gen.Select(Gen.Long, Gen.Long[0, 999_999_999_999_999_999]).Select((high, low) => (object?)(((Int128)high * 1_000_000_000_000_000_000) + low)), Number),
        (ColumnType.Text, Gen.String[Gen.Char['\u0020', '\uD7FF'], 0, 90].Cast(), value => Hex(Encoding.UTF8.GetBytes((string)value))),
        (ColumnType.Binary, Gen.Byte.Array[0, 90].Cast(), value => Hex((byte[])value)),
        (ColumnType.Float, Gen.Int.Select(bits => (object?)BitConverter.Int32BitsToSingle(bits)), value => Float((float)value)),
        (ColumnType.Double, Gen.Long.Select(bits => (object?)BitConverter.Int64BitsToDouble(bits)), value => Double((double)value)),
    ];

    [Fact]
    public static void What_is_written_is_what_is_read() =>
        Gen.Int[0, Types.Length - 1].SelectMany(type => Gen.Select(Gen.Const(type), Groups(Types[type].Values))).Sample(
            (type, groups) => Check(Types[type].Type, groups, Types[type].Text), iter: 40, threads: 1);

    private static void Check(ColumnType type, (object? Value, int Key)[][] groups, Func<object, string> text)
    {
        LakeSchema schema = ParquetFiles.Schema(("i", ColumnType.Int32), ("v", type));
        var expected = new List<string>();
        var stream = new ForwardStream();
        ParquetObject file = ParquetObject.CreateAsync(stream, schema, CancellationToken.None).GetAwaiter().GetResult();
        foreach ((object? Value, int Key)[] group in groups)
        {
            int[] order = [.. Enumerable.Range(0, group.Length).OrderBy(row => group[row].Key)];
            using ColumnBatch rows = ParquetFiles.Rows(schema, [.. group.Select(row => new[] { row.Key, row.Value })]);
            file.WriteRowGroupAsync(rows, order, CancellationToken.None).GetAwaiter().GetResult();
            expected.AddRange(order.Select(row => group[row].Value is { } value ? text(value) : "NULL"));
        }

        file.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();

        string read = type.Kind switch
        {
            ColumnKind.Text => "hex(encode(v))",
            ColumnKind.Binary => "hex(v)",
            ColumnKind.Float or ColumnKind.Double => "v",
            _ => "v::VARCHAR",
        };
        string[] found = [.. ParquetFiles.Values(stream.ToArray(), $"SELECT {read} FROM $file")];
        Assert.Equal(expected, found);
    }

    private static Gen<(object? Value, int Key)[][]> Groups(Gen<object?> values) =>
        Gen.Select(Gen.Frequency((1, Gen.Const(default(object))), (4, values)), Gen.Int[0, 99]).Array[0, 300].Array[1, 3];

    private static Gen<object?> Cast<T>(this Gen<T> values) => values.Select(value => (object?)value);

    private static string Number(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private static string Float(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Double(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
