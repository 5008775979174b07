using Ingest.Codec.Columns;
using Ingest.Codec.Envelopes;
using Ingest.Codec.Tests.Envelopes;
using Ingest.Codec.Tests.Layout;
using Ingest.Codec.Versions;
using Xunit;

namespace Ingest.Codec.Tests.Versions;

public class VersionTests
{
    internal const string First = """{"Fields": {"_version": "u8 = 1", "time": "u32 s", "temperature": "i16 /10 Cel"}}""";
    internal const string Second = """
        {"Endian": "big", "Fields": {"_version": "u8 = 2", "time": "u32 s", "humidity": "u8 %", "temperature": "i16 /10 Cel"}}
        """;

    [Fact]
    public void Each_version_is_read_by_its_decoder_and_lacks_the_others_channels()
    {
        using VersionDecoder decoder = Versions();
        SampleColumns columns = LayoutRows.Empty(decoder);
        SampleColumns others = LayoutRows.Empty(decoder);

        foreach (string hex in (string[])["0100000000 d700", "0200000001 30 00d8", "0102000000 d900"])
        {
            Assert.Equal(1, decoder.Decode(Bytes(hex), columns));
        }

        Assert.Equal(1, decoder.Decode(Bytes("0200000001 30 00d8"), others));
        Assert.Equal(["temperature", "humidity"], decoder.Channels.Select(channel => channel.Name));
        Assert.Equal(
            ["1970-01-01T00:00:00Z|21.5|-", "1970-01-01T00:00:01Z|21.6|48", "1970-01-01T00:00:02Z|21.7|-"],
            Enumerable.Range(0, 3).Select(row => LayoutRows.Row(columns, row)));
        Assert.Equal("1970-01-01T00:00:01Z|21.6|48", LayoutRows.Row(others, 0));
    }

    [Theory]
    [InlineData("04", "version is 4, expected 1, 2 or 3 at byte 0")]
    [InlineData("", "payload has 0 bytes, expected its version in bytes 0 to 0 at byte 0")]
    public void An_unknown_version_is_refused(string hex, string message)
    {
        using var decoder = new VersionDecoder(0, 1, false, Raw(1, 2, 3), false);

        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes(hex)));

        Assert.Equal(message, fault.Message);
    }

    [Theory]
    [InlineData(false, 0x0403_0201L)]
    [InlineData(true, 0x0102_0304L)]
    public void The_number_is_where_and_as_it_is_said(bool bigEndian, long version)
    {
        using var whole = new VersionDecoder(1, 4, bigEndian, Raw(version), false);
        using var rest = new VersionDecoder(1, 4, bigEndian, Raw(version), true);

        Assert.Equal(["2021-01-01T00:00:00Z|0xff01020304aabb"], LayoutRows.Of(whole, Bytes("ff 01020304 aabb")));
        Assert.Equal(["2021-01-01T00:00:00Z|0xaabb"], LayoutRows.Of(rest, Bytes("ff 01020304 aabb")));
    }

    [Fact]
    public void The_byte_of_an_error_counts_from_the_payloads_start_where_the_version_is_skipped()
    {
        using var decoder = new VersionDecoder(0, 2, true, Raw(7), true);

        PayloadException fault = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes("0007 626164")));

        Assert.Equal("payload is bad at byte 5", fault.Message);
    }

    [Fact]
    public void The_byte_of_an_error_within_an_envelope_stays_what_it_is()
    {
        var versions = new Dictionary<long, IPayloadDecoder> { [7] = new EnvelopeDecoder([Envelope.Hex, Envelope.Hex], new RawDecoder(), PayloadLimits.Default) };
        using var decoder = new VersionDecoder(0, 2, true, versions, true);

        PayloadException ofContent = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes("0007 333633323336333133363334")));
        PayloadException between = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes("0007 33363761")));
        PayloadException outermost = Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, Bytes("0007 7a7a")));

        Assert.Equal(("payload is bad in the unwrapped payload at byte 3", true), (ofContent.Message, ofContent.IsUnwrapped));
        Assert.Equal(("hex envelope has a character that is no hexadecimal digit, inside hex, at byte 1", true), (between.Message, between.IsUnwrapped));
        Assert.Equal(("hex envelope has a character that is no hexadecimal digit at byte 2", false), (outermost.Message, outermost.IsUnwrapped));
    }

    [Fact]
    public void Channels_of_one_name_must_be_of_one_type()
    {
        var versions = new Dictionary<long, IPayloadDecoder> { [2] = new RawDecoder("temperature"), [1] = LayoutRows.Parse(First) };

        DecoderException fault = Assert.Throws<DecoderException>(() => new VersionDecoder(0, 1, false, versions, false));

        Assert.Equal("channel temperature is decimal(9,1) in version 1 and binary in version 2, expected the same type", fault.Message);
    }

    [Theory]
    [InlineData(-1, 1, 1, "the version's offset is -1, expected 0 to 65536")]
    [InlineData(0, 5, 1, "the version's length is 5 bytes, expected 1 to 4")]
    [InlineData(0, 1, 256, "a version is 256, expected 0 to 255: it is stored in 1 bytes")]
    public void What_is_no_version_is_refused(int offset, int length, long version, string message) => Assert.Equal(
        message, Assert.Throws<DecoderException>(() => new VersionDecoder(offset, length, false, Raw(version), false)).Message);

    [Fact]
    public void Every_decoder_is_disposed_once_and_its_need_of_a_row_time_told()
    {
        var raw = new RawDecoder();
        var decoder = new VersionDecoder(0, 1, false, new Dictionary<long, IPayloadDecoder> { [1] = raw, [2] = raw }, false);
        Assert.True(decoder.NeedsRowTime);
        Assert.False(Versions().NeedsRowTime);

        decoder.Dispose();

        Assert.True(raw.IsDisposed);
    }

    [Fact]
    public void What_decides_values_is_in_the_definition() => Assert.Distinct(new VersionDecoder[]
    {
        new(0, 1, false, Raw(1), false),
        new(1, 1, false, Raw(1), false),
        new(0, 2, false, Raw(1), false),
        new(0, 1, true, Raw(1), false),
        new(0, 1, false, Raw(2), false),
        new(0, 1, false, Raw(1), true),
        new(0, 1, false, new Dictionary<long, IPayloadDecoder> { [1] = new RawDecoder(definition: "other") }, false),
    }.Select(decoder => decoder.Definition));

    [Fact]
    public void Hostile_payloads_decode_whole_or_not_at_all()
    {
        using VersionDecoder decoder = Versions();
        Hostile.Check(decoder, [Bytes("0100000000 d700"), Bytes("0200000001 30 00d8")]);
    }

    private static VersionDecoder Versions() => new(
        0, 1, false, new Dictionary<long, IPayloadDecoder> { [1] = LayoutRows.Parse(First), [2] = LayoutRows.Parse(Second) }, false);

    private static Dictionary<long, IPayloadDecoder> Raw(params long[] versions) =>
        versions.ToDictionary(version => version, IPayloadDecoder (_) => new RawDecoder());

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
