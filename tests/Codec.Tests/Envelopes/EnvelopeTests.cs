using System.Text;
using System.Text.Json;
using Ingest.Codec.Columns;
using Ingest.Codec.Envelopes;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Envelopes;

public class EnvelopeTests
{
    private static readonly Golden File = JsonSerializer.Deserialize<Golden>(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Envelopes", "golden.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<EnvelopeVector> Vectors => [.. File.Vectors];

    public static TheoryData<EnvelopeVector> Compressed => [.. File.Vectors.Where(vector => vector.Envelope is not (Envelope.Base64 or Envelope.Hex))];

    public static TheoryData<string> Names => [.. Enum.GetNames<Envelope>()];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void What_others_packed_is_unpacked(EnvelopeVector vector) =>
        Assert.Equal(File.Plain(vector), Unpack(vector.Envelope, vector.Payload, new PayloadLimits { Expansion = 10_000 }));

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Every_truncation_and_every_byte_more_is_refused(EnvelopeVector vector)
    {
        using EnvelopeDecoder decoder = Decoder(vector.Envelope);
        SampleColumns columns = LayoutRows.Empty(decoder);
        byte[] payload = vector.Payload;
        for (int length = 0; length < payload.Length; length++)
        {
            PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload.AsSpan(0, length), columns));
            Assert.Equal($"{vector.Envelope.ToString().ToLowerInvariant()} envelope ends early, expected more bytes", fault.Reason);
        }

        byte[][] tails = [[0], [1, 2, 3], payload];
        foreach (byte[] tail in tails)
        {
            PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode([.. payload, .. tail], columns));
            Assert.EndsWith("envelope is followed by more bytes, expected none", fault.Reason, StringComparison.Ordinal);
            Assert.Equal(payload.Length, fault.Offset);
        }

        Assert.Equal(0, columns.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_envelopes_are_refused_or_unpacked_whole(string name)
    {
        Envelope envelope = Enum.Parse<Envelope>(name);
        using EnvelopeDecoder decoder = Decoder(envelope);
        Hostile.Check(decoder, [.. File.Vectors.Where(vector => vector.Envelope == envelope && vector.Hex.Length < 2_000).Select(vector => vector.Payload)]);
    }

    [Theory]
    [InlineData(Envelope.Gzip, "1f8b0700000000000003", "gzip envelope begins with 1f8b07, expected 1f8b08", 0)]
    [InlineData(Envelope.Zlib, "789d0300", "zlib envelope begins with 789d, which is no head of zlib such as 789c", 0)]
    [InlineData(Envelope.Zlib, "789c030000000002", "zlib envelope holds bytes whose checksum is 00000001, expected 00000002", 4)]
    [InlineData(Envelope.Deflate, "07ff", "deflate envelope is damaged: its data are no deflate stream", 0)]
    [InlineData(Envelope.Zstd, "28b52ffe", "zstd envelope begins with 28b52ffe, expected 28b52ffd", 0)]
    [InlineData(Envelope.Zstd, "28b52ffd210700010000", "zstd envelope needs the dictionary 7, expected none", 4)]
    [InlineData(Envelope.Hex, "3367", "hex envelope has a character that is no hexadecimal digit", 1)]
    [InlineData(Envelope.Hex, "33336767", "hex envelope has a character that is no hexadecimal digit", 2)]
    [InlineData(Envelope.Hex, "333333", "hex envelope ends early, expected more bytes", 3)]
    [InlineData(Envelope.Base64, "414141414141413f", "base64 envelope has a group that is not four characters of Base64, the last padded with =", 4)]
    [InlineData(Envelope.Base64, "41414141414141", "base64 envelope has a group that is not four characters of Base64, the last padded with =", 4)]
    public void What_is_no_envelope_is_refused_with_the_byte(Envelope envelope, string hex, string reason, int offset)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => Unpack(envelope, Convert.FromHexString(hex)));

        Assert.Equal((reason, offset), (fault.Reason, fault.Offset));
    }

    [Theory]
    [InlineData(Envelope.Gzip)]
    [InlineData(Envelope.Zlib)]
    [InlineData(Envelope.Deflate)]
    [InlineData(Envelope.Zstd)]
    public void What_expands_too_much_is_refused(Envelope envelope)
    {
        foreach (EnvelopeVector vector in File.Vectors.Where(vector => vector.Envelope == envelope && vector.Content == "zeros"))
        {
            var byBytes = new PayloadLimits { Bytes = 39_999, Expansion = 10_000 };
            var byRatio = new PayloadLimits { Expansion = 39_999 / vector.Payload.Length };

            Assert.Equal(
                $"{envelope.ToString().ToLowerInvariant()} envelope holds more than 39999 bytes, the most that is allowed for it",
                Assert.Throws<PayloadException>(() => Unpack(envelope, vector.Payload, byBytes)).Reason);
            Assert.Throws<PayloadException>(() => Unpack(envelope, vector.Payload, byRatio));
            Assert.Equal(40_000, Unpack(envelope, vector.Payload, new PayloadLimits { Bytes = 40_000, Expansion = (40_000 / vector.Payload.Length) + 1 }).Length);
        }
    }

    [Fact]
    public void Envelopes_in_envelopes_are_opened_from_the_outermost()
    {
        byte[] gzip = File.Vectors.First(vector => vector is { Envelope: Envelope.Gzip, Content: "text" }).Payload;
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToBase64String(gzip));
        var inner = new RawDecoder();
        using (var decoder = new EnvelopeDecoder([Envelope.Base64, Envelope.Gzip], inner, PayloadLimits.Default))
        {
            SampleColumns columns = LayoutRows.Empty(decoder);
            Assert.Equal(1, decoder.Decode(text, columns));
            Assert.StartsWith("temperature 21.5", Encoding.ASCII.GetString(((BytesColumn)columns.Channels[0])[0]), StringComparison.Ordinal);

            PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode("H4sI"u8, columns));
            Assert.Equal("gzip envelope ends early, expected more bytes, inside base64, at byte 3", fault.Message);
        }

        Assert.True(inner.IsDisposed);
    }

    [Fact]
    public void The_inner_decoders_reason_says_that_its_byte_is_of_the_unwrapped_payload() => Assert.Equal(
        "payload is bad in the unwrapped payload at byte 3",
        Assert.Throws<PayloadException>(() => Unpack(Envelope.Hex, "626164"u8.ToArray())).Message);

    [Fact]
    public void What_decides_values_is_in_the_definition()
    {
        EnvelopeDecoder[] decoders =
        [
            new([Envelope.Hex], new RawDecoder(), PayloadLimits.Default),
            new([Envelope.Hex, Envelope.Gzip], new RawDecoder(), PayloadLimits.Default),
            new([Envelope.Gzip, Envelope.Hex], new RawDecoder(), PayloadLimits.Default),
            new([Envelope.Hex], new RawDecoder(definition: "other"), PayloadLimits.Default),
        ];

        Assert.Distinct(decoders.Select(decoder => decoder.Definition));
        Assert.All(decoders, decoder => Assert.Equal(("raw", 3, true), (decoder.Codec, decoder.Version, decoder.NeedsRowTime)));
    }

    private static EnvelopeDecoder Decoder(Envelope envelope) => new([envelope], new RawDecoder(), PayloadLimits.Default);

    private static byte[] Unpack(Envelope envelope, byte[] payload, PayloadLimits? limits = null)
    {
        using var decoder = new EnvelopeDecoder([envelope], new RawDecoder(), limits ?? PayloadLimits.Default);
        SampleColumns columns = LayoutRows.Empty(decoder);
        decoder.Decode(payload, columns);
        return ((BytesColumn)columns.Channels[0])[0].ToArray();
    }

    private sealed record Golden(Dictionary<string, string> Contents, int Zeros, EnvelopeVector[] Vectors)
    {
        public byte[] Plain(EnvelopeVector vector) =>
            vector.Content == "zeros" ? new byte[Zeros] : Convert.FromHexString(Contents[vector.Content]);
    }
}

public sealed record EnvelopeVector(
    [property: System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<Envelope>))] Envelope Envelope,
    string Content,
    string Hex)
{
    public byte[] Payload => Convert.FromHexString(Hex);

    public override string ToString() => $"{Envelope} of {Content}, {Payload.Length} bytes";
}
