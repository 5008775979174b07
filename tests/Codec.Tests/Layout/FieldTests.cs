using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>One field of each kind. The payloads are what the words of docs/layout.md say, byte by byte.</summary>
public class FieldTests
{
    [Theory]
    [InlineData("u8", "ff", "255")]
    [InlineData("i8", "80", "-128")]
    [InlineData("u16", "0102", "513")]
    [InlineData("u16be", "0102", "258")]
    [InlineData("u16 be", "0102", "258")]
    [InlineData("i16le", "00 80", "-32768")]
    [InlineData("i16be", "ff fe", "-2")]
    [InlineData("u24le", "01 02 03", "197121")]
    [InlineData("u24be", "01 02 03", "66051")]
    [InlineData("i24be", "ff ff fe", "-2")]
    [InlineData("u32le", "ff ff ff ff", "4294967295")]
    [InlineData("i32be", "80 00 00 00", "-2147483648")]
    [InlineData("u40be", "01 00 00 00 00", "4294967296")]
    [InlineData("i48le", "ff ff ff ff ff ff", "-1")]
    [InlineData("u56le", "00 00 00 00 00 00 01", "281474976710656")]
    [InlineData("i64le", "00 00 00 00 00 00 00 80", "-9223372036854775808")]
    [InlineData("u64be", "7f ff ff ff ff ff ff ff", "9223372036854775807")]
    [InlineData("varint", "ac 02", "300")]
    [InlineData("varint", "ff ff ff ff ff ff ff ff 7f", "9223372036854775807")]
    [InlineData("zigzag", "03", "-2")]
    [InlineData("zigzag", "ff ff ff ff ff ff ff ff ff 01", "-9223372036854775808")]
    [InlineData("bool", "01", "1")]
    [InlineData("f16le", "00 3e", "1.5")]
    [InlineData("f32be", "41 ac 00 00", "21.5")]
    [InlineData("f32be double", "41 ac 00 00", "21.5")]
    [InlineData("f64le", "9a 99 99 99 99 99 b9 3f", "0.1")]
    [InlineData("i16 /100 Cel", "66 08", "21.50")]
    [InlineData("i16 /100 Cel", "ff ff", "-0.01")]
    [InlineData("u8 /2 -40", "ff", "87.5")]
    [InlineData("u8 / 2 - 40", "00", "-40.0")]
    [InlineData("u8 *0.0625", "11", "1.0625")]
    [InlineData("u16 /16 + 0.5", "09 00", "1.0625")]
    [InlineData("u8 *10", "07", "70")]
    [InlineData("u8 *-1", "07", "-7")]
    [InlineData("i32 /1000 decimal(9,3)", "ff c9 9a 3b", "999999.999")]
    [InlineData("i64 /1000000000", "15 cd 5b 07 00 00 00 00", "0.123456789")]
    [InlineData("i16 null=-32768", "00 80", "-")]
    [InlineData("u16 null=0xffff /10", "ff ff", "-")]
    [InlineData("u16 null=0xffff /10", "fe ff", "6553.4")]
    [InlineData("u8 enum(0:off, 1:on)", "01", "on")]
    [InlineData("text(4)", "c3 a9 00 00", "é")]
    [InlineData("text(zero)", "6f 6b 00", "ok")]
    [InlineData("text(end)", "6f 6b", "ok")]
    [InlineData("bytes(2)", "00 ff", "0x00ff")]
    [InlineData("bytes(end)", "", "0x")]
    [InlineData("u32 s timestamp", "00 66 ee 5f", "2021-01-01T00:00:00Z")]
    public void A_field_becomes_its_value(string field, string payload, string expected) => Assert.Equal(
        [$"2021-01-01T00:00:00Z|{expected}"], LayoutRows.Of($$"""{ "Fields": { "x": "{{field}}" } }""", payload));

    [Theory]
    [InlineData("u32 s", "01 66 ee 5f", "2021-01-01T00:00:01Z")]
    [InlineData("i32 s", "ff ff ff ff", "1969-12-31T23:59:59Z")]
    [InlineData("u64be ms", "00 00 01 76 bb 3e 70 01", "2021-01-01T00:00:00.001Z")]
    [InlineData("i64 us", "01 00 00 00 00 00 00 00", "1970-01-01T00:00:00.000001Z")]
    [InlineData("i64 ns", "ff ff ff ff ff ff ff ff", "1969-12-31T23:59:59.999999Z")]
    [InlineData("u16 d", "c4 48", "2021-01-01T00:00:00Z")]
    [InlineData("f64 s", "0000208099fbd741", "2021-01-01T00:00:00.5Z")]
    [InlineData("u16 s + row", "0a 00", "2021-01-01T00:00:10Z")]
    [InlineData("i16 min + row", "ff ff", "2020-12-31T23:59:00Z")]
    public void A_time_becomes_an_instant(string field, string payload, string expected) => Assert.Equal(
        [$"{expected}|7"], LayoutRows.Of($$"""{ "Fields": { "time": "{{field}}", "x": "u8" } }""", payload + " 07"));

    [Theory]
    [InlineData("u16", "ff", "x is cut: bytes needed 2, left 1", 0)]
    [InlineData("u64", "ff ff ff ff ff ff ff ff", "x is -1, expected 0 to 9223372036854775807", 0)]
    [InlineData("varint", "80 80", "x is cut: bytes needed 3, left 2", 0)]
    [InlineData("varint", "ff ff ff ff ff ff ff ff ff 02", "x is a number of more than 64 bits, expected at most 64", 0)]
    [InlineData("bool", "02", "x is 2, expected 0 to 1", 0)]
    [InlineData("u8 1..9", "0a", "x is 10, expected 1 to 9", 0)]
    [InlineData("i32 decimal(3,0)", "e8 03 00 00", "x is 1000, expected -999 to 999", 0)]
    [InlineData("u8 enum(0:off)", "05", "x is 5, which the layout gives no word", 0)]
    [InlineData("text(2)", "c3 28", "x is no UTF-8 text", 0)]
    [InlineData("text(zero)", "6f 6b", "x is cut: no zero byte ends it", 0)]
    [InlineData("u8", "00 00", "bytes after the last field: 1, expected none", 1)]
    [InlineData("i64 d timestamp", "ff ff ff ff ff ff ff 7f", "time 9223372036854775807 d is not in the years 1 to 9999", 0)]
    public void What_does_not_fit_is_refused_with_its_place(string field, string payload, string reason, int offset)
    {
        PayloadException fault = Assert.Throws<PayloadException>(
            () => LayoutRows.Of($$"""{ "Fields": { "x": "{{field}}" } }""", payload));

        Assert.Equal((reason, offset), (fault.Reason, fault.Offset));
    }

    [Theory]
    [InlineData("crc8", "f4")]
    [InlineData("crc8/autosar", "df")]
    [InlineData("crc8/maxim", "a1")]
    [InlineData("crc8/sae-j1850", "4b")]
    [InlineData("crc8/sensirion", "f7")]
    [InlineData("crc16/arc", "bb3d")]
    [InlineData("crc16/ccitt-false", "29b1")]
    [InlineData("crc16/dnp", "ea82")]
    [InlineData("crc16/kermit", "2189")]
    [InlineData("crc16/mcrf4xx", "6f91")]
    [InlineData("crc16/modbus", "4b37")]
    [InlineData("crc16/usb", "b4c8")]
    [InlineData("crc16/x-25", "906e")]
    [InlineData("crc16/xmodem", "31c3")]
    [InlineData("crc32", "cbf43926")]
    [InlineData("crc32/mpeg-2", "0376e6e7")]
    [InlineData("crc32c", "e3069283")]
    [InlineData("sum8", "dd")]
    [InlineData("sum16", "01dd")]
    [InlineData("sum32", "000001dd")]
    [InlineData("xor8", "31")]
    public void A_checksum_gives_the_check_of_the_catalogue(string name, string check)
    {
        string description = $$"""{ "Fields": { "x": "text(9)", "_sum": "{{name}} be" } }""";
        string text = Convert.ToHexString("123456789"u8);

        Assert.Equal(["2021-01-01T00:00:00Z|123456789"], LayoutRows.Of(description, text + check));

        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(description, text.Replace("39", "38", StringComparison.Ordinal) + check));
        Assert.StartsWith("_sum is 0x", fault.Reason, StringComparison.Ordinal);
        Assert.Equal(9, fault.Offset);
    }
}
