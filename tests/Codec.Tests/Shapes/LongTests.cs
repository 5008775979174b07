using Ingest.Codec.Columns;
using Ingest.Codec.Layout;
using Ingest.Codec.Shapes;
using Ingest.Codec.Tests.Envelopes;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Shapes;

public class LongTests
{
    internal const string Wide = """
        {
          "Fields": {
            "_count": "u8",
            "samples": {
              "Repeat": "_count",
              "Fields": { "time": "u8 s", "temperature": "i16 /100 Cel null=-32768", "count": "u16 null=65535", "level": "i16 /10 null=-1" }
            }
          }
        }
        """;

    internal const string Payload = "02 00 6608 0500 ffff 01 0080 ffff e7ff";

    [Fact]
    public void Each_value_is_a_row_in_the_samples_order_and_the_channels()
    {
        using var exact = new LongDecoder(LayoutRows.Parse(Wide), ColumnType.Decimal(18, 3));
        using var real = new LongDecoder(LayoutRows.Parse(Wide), ColumnType.Double);

        Assert.Equal(
            ["1970-01-01T00:00:00Z|temperature|21.500", "1970-01-01T00:00:00Z|count|5.000", "1970-01-01T00:00:01Z|level|-2.500"],
            LayoutRows.Of(exact, Bytes(Payload)));
        Assert.Equal(
            ["1970-01-01T00:00:00Z|temperature|21.5", "1970-01-01T00:00:00Z|count|5", "1970-01-01T00:00:01Z|level|-2.5"],
            LayoutRows.Of(real, Bytes(Payload)));
    }

    [Fact]
    public void A_sample_of_nulls_gives_no_row()
    {
        using var decoder = new LongDecoder(LayoutRows.Parse(Wide), ColumnType.Double);

        Assert.Empty(LayoutRows.Of(decoder, Bytes("01 00 0080 ffff ffff")));
    }

    /// <summary>Nearest doubles as Python reads the decimal text.</summary>
    [Theory]
    [InlineData("0.1", "9a9999999999b93f")]
    [InlineData("123456789012345.678", "6bde77832112dc42")]
    [InlineData("0.123456789012345678", "5ff64637dd9abf3f")]
    [InlineData("-999999999999999999", "00c84e676dc1abc3")]
    public void Decimals_become_the_nearest_double(string value, string expected)
    {
        string digits = value.Replace(".", "", StringComparison.Ordinal);
        int decimals = value.Contains('.', StringComparison.Ordinal) ? value.Length - 1 - value.IndexOf('.', StringComparison.Ordinal) : 0;
        SampleColumns wide = new(new FixedColumn<long>(ColumnType.TimestampMicros), [ColumnBuffer.Create(ColumnType.Decimal(18, decimals))]);
        ((FixedColumn<long>)wide.Channels[0]).Append(long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture));
        var to = new FixedColumn<double>(ColumnType.Double);

        new LongValues(new Channel("v", decimals, 18), new Channel("value", ColumnType.Double)).Append(wide.Channels[0], 0, to);

        Assert.Equal(Convert.ToHexStringLower(Bytes(expected)), Convert.ToHexStringLower(BitConverter.GetBytes(to.Values[0])));
    }

    [Theory]
    [InlineData(3, 2, "channel temperature is decimal(9,2), whose values do not fit into decimal(3,2)")]
    [InlineData(18, 1, "channel temperature is decimal(9,2), whose values do not fit into decimal(18,1)")]
    [InlineData(20, 2, "values are decimal(20,2), expected double or a decimal of at most 18 digits")]
    public void A_type_that_is_too_narrow_is_refused(int precision, int scale, string message) => Assert.Equal(
        message, Assert.Throws<DecoderException>(() => new LongDecoder(LayoutRows.Parse(Wide), ColumnType.Decimal(precision, scale))).Message);

    [Fact]
    public void Channels_that_are_no_numbers_are_refused() => Assert.Equal(
        "channel raw is binary, whose values do not fit into double",
        Assert.Throws<DecoderException>(() => new LongDecoder(new RawDecoder(), ColumnType.Double)).Message);

    [Fact]
    public void What_decides_values_is_in_the_definition()
    {
        LayoutDecoder one = LayoutRows.Parse(Wide);
        LayoutDecoder other = LayoutRows.Parse(Wide.Replace("temperature", "degrees", StringComparison.Ordinal));

        Assert.NotEqual(new LongDecoder(one, ColumnType.Double).Definition, new LongDecoder(other, ColumnType.Double).Definition);
        Assert.NotEqual(one.Definition, new LongDecoder(one, ColumnType.Double).Definition);
    }

    [Fact]
    public void Hostile_payloads_decode_whole_or_not_at_all()
    {
        using var decoder = new LongDecoder(LayoutRows.Parse(Wide), ColumnType.Decimal(18, 3));
        Hostile.Check(decoder, [Bytes(Payload), Bytes("00")]);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
