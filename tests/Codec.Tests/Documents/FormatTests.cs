using System.Text;
using Ingest.Codec.Documents;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Documents;

/// <summary>Single values as the formats' specifications write them: RFC 8949, appendix A and section 3.4; the MessagePack
/// specification; RFC 8259.</summary>
public class FormatTests
{
    [Theory]
    [InlineData("00", "int64", "0")]
    [InlineData("1818", "int64", "24")]
    [InlineData("1903e8", "int64", "1000")]
    [InlineData("1a000f4240", "int64", "1000000")]
    [InlineData("1b000000e8d4a51000", "int64", "1000000000000")]
    [InlineData("1bffffffffffffffff", "text", "18446744073709551615")]
    [InlineData("c249010000000000000000", "text", "18446744073709551616")]
    [InlineData("3bffffffffffffffff", "text", "-18446744073709551616")]
    [InlineData("c349010000000000000000", "text", "-18446744073709551617")]
    [InlineData("c2420100", "int64", "256")]
    [InlineData("20", "int64", "-1")]
    [InlineData("3863", "int64", "-100")]
    [InlineData("3903e7", "int64", "-1000")]
    [InlineData("3b7fffffffffffffff", "int64", "-9223372036854775808")]
    [InlineData("f90000", "double", "0")]
    [InlineData("f98000", "double", "-0")]
    [InlineData("f93c00", "double", "1")]
    [InlineData("fb3ff199999999999a", "double", "1.1")]
    [InlineData("fb3ff199999999999a", "decimal(9,1)", "1.1")]
    [InlineData("f93e00", "decimal(9,1)", "1.5")]
    [InlineData("f97bff", "double", "65504")]
    [InlineData("fa47c35000", "double", "100000")]
    [InlineData("fa7f7fffff", "float", "3.4028235E+38")]
    [InlineData("fb7e37e43c8800759c", "double", "1E+300")]
    [InlineData("f90001", "float", "5.9604645E-08")]
    [InlineData("fbc010666666666666", "double", "-4.1")]
    [InlineData("f97c00", "double", "Infinity")]
    [InlineData("f97e00", "double", "NaN")]
    [InlineData("f4", "int32", "0")]
    [InlineData("f5", "int32", "1")]
    [InlineData("f6", "int32", "-")]
    [InlineData("f7", "int32", "-")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "timestamp", "2013-03-21T20:04:00Z")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "text", "2013-03-21T20:04:00Z")]
    [InlineData("c11a514b67b0", "timestamp", "2013-03-21T20:04:00Z")]
    [InlineData("c1fb41d452d9ec200000", "timestamp", "2013-03-21T20:04:00.5Z")]
    [InlineData("d818456449455446", "binary", "0x6449455446")]
    [InlineData("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "text", "http://www.example.com")]
    [InlineData("40", "binary", "0x")]
    [InlineData("4401020304", "binary", "0x01020304")]
    [InlineData("60", "text", "")]
    [InlineData("62225c", "text", "\"\\")]
    [InlineData("64f0908591", "text", "\ud800\udd51")]
    [InlineData("5f42010243030405ff", "binary", "0x0102030405")]
    [InlineData("7f657374726561646d696e67ff", "text", "streaming")]
    [InlineData("c48221196ab3", "decimal(9,2)", "273.15")]
    [InlineData("c48221196ab3", "double", "273.15")]
    [InlineData("c48221196ab3", "text", "27315e-2")]
    [InlineData("c48221c2426ab3", "decimal(9,2)", "273.15")]
    [InlineData("c48202386f", "int64", "-11200")]
    [InlineData("d9d9f701", "int64", "1")]
    public void A_value_of_cbor(string payload, string type, string expected) => Is(DocumentFormat.Cbor, Convert.FromHexString(payload), type, expected);

    [Theory]
    [InlineData("c0", "int32", "-")]
    [InlineData("c2", "int32", "0")]
    [InlineData("c3", "text", "true")]
    [InlineData("7f", "int64", "127")]
    [InlineData("e0", "int64", "-32")]
    [InlineData("ccff", "int64", "255")]
    [InlineData("cdffff", "int64", "65535")]
    [InlineData("ceffffffff", "int64", "4294967295")]
    [InlineData("cf7fffffffffffffff", "int64", "9223372036854775807")]
    [InlineData("cfffffffffffffffff", "text", "18446744073709551615")]
    [InlineData("d080", "int64", "-128")]
    [InlineData("d18000", "int64", "-32768")]
    [InlineData("d280000000", "int64", "-2147483648")]
    [InlineData("d38000000000000000", "int64", "-9223372036854775808")]
    [InlineData("ca3fc00000", "decimal(9,1)", "1.5")]
    [InlineData("ca3dcccccd", "decimal(9,1)", "0.1")]
    [InlineData("cb3ff199999999999a", "decimal(9,1)", "1.1")]
    [InlineData("a3616263", "text", "abc")]
    [InlineData("d903616263", "text", "abc")]
    [InlineData("da0003616263", "text", "abc")]
    [InlineData("db00000003616263", "text", "abc")]
    [InlineData("c40301ff02", "binary", "0x01ff02")]
    [InlineData("c5000301ff02", "binary", "0x01ff02")]
    [InlineData("c60000000301ff02", "binary", "0x01ff02")]
    [InlineData("d6ff5fee6600", "timestamp", "2021-01-01T00:00:00Z")]
    [InlineData("d7ff773594005fee6600", "timestamp", "2021-01-01T00:00:00.5Z")]
    [InlineData("c70cff1dcd6500ffffffffffffffff", "timestamp", "1969-12-31T23:59:59.5Z")]
    public void A_value_of_messagepack(string payload, string type, string expected) =>
        Is(DocumentFormat.MessagePack, Convert.FromHexString(payload), type, expected);

    [Theory]
    [InlineData("null", "int32", "-")]
    [InlineData("true", "int32", "1")]
    [InlineData("-0", "double", "-0")]
    [InlineData("12345678901234567.8", "decimal(18,1)", "12345678901234567.8")]
    [InlineData("0.00476416302416414", "decimal(18,17)", "0.00476416302416414")]
    [InlineData("1e3", "int64", "1000")]
    [InlineData("1.50E+2", "text", "1.50E+2")]
    [InlineData(""" "\u0041\n\ud83d\ude00" """, "text", "A\n\ud83d\ude00")]
    [InlineData("\"21.5\"", "decimal(9,1)", "21.5")]
    [InlineData("\"_-8=\"", "binary", "0xffef")]
    [InlineData("\"aGkgCg\"", "binary", "0x6869200a")]
    [InlineData("\"aGkgCg==\"", "binary", "0x6869200a")]
    [InlineData("\"2021-01-01T01:00:00.25+01:00\"", "timestamp", "2021-01-01T00:00:00.25Z")]
    public void A_value_of_json(string payload, string type, string expected) =>
        Is(DocumentFormat.Json, Encoding.UTF8.GetBytes(payload), type, expected);

    [Theory]
    [InlineData("bf61610161629f0203ffff", "1|3")]
    [InlineData("a26161016162820203", "1|3")]
    public void Lists_and_objects_of_cbor_may_be_of_any_length(string payload, string expected)
    {
        var decoder = new DocumentDecoder(
            DocumentFormat.Cbor,
            new DocumentMapping(),
            [new(new Channel("a", Codec.Columns.ColumnType.Int32), "a"), new(new Channel("b", Codec.Columns.ColumnType.Int32), "b[1]")],
            PayloadLimits.Default);

        Assert.Equal([$"2021-01-01T00:00:00Z|{expected}"], LayoutRows.Of(decoder, Convert.FromHexString(payload)));
    }

    [Theory]
    [InlineData(DocumentFormat.Cbor, "a301f4 20f5 6131f6")]
    [InlineData(DocumentFormat.MessagePack, "83 01c2 ffc3 a131c0")]
    public void A_name_matches_an_integer_key_of_the_same_text(DocumentFormat format, string payload)
    {
        var decoder = new DocumentDecoder(
            format,
            new DocumentMapping(),
            [new(new Channel("a", Codec.Columns.ColumnType.Text), "-1"), new(new Channel("b", Codec.Columns.ColumnType.Text), "01")],
            PayloadLimits.Default);

        Assert.Equal(
            ["2021-01-01T00:00:00Z|true|-"], LayoutRows.Of(decoder, Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal))));
    }

    private static void Is(DocumentFormat format, byte[] payload, string type, string expected)
    {
        var decoder = new DocumentDecoder(
            format, new DocumentMapping(), [new(new Channel("a", DocumentCase.Type(type)), "")], PayloadLimits.Default);

        Assert.Equal([$"2021-01-01T00:00:00Z|{expected}"], LayoutRows.Of(decoder, payload));
    }
}
