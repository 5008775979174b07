using System.IO.Compression;
using System.Text;
using Ingest.Host.Init.Payloads;
using ZstdSharp;

namespace Ingest.Host.Tests.Init;

/// <summary>What payloads are taken for. CBOR, MessagePack and SenML are those of their specifications and of docs/documents.md.</summary>
public sealed class PayloadGuessTests
{
    private const string Json = """{"station":"north","readings":[{"ts":1609459200,"temp":21.5,"power":{"v":3.71}},{"ts":1609459260,"temp":null}]}""";

    private const string Cbor =
        "a26773746174696f6e656e6f7274686872656164696e677382a36274731a5fee66006474656d70fa41ac000065706f776572a16176fb400dae147ae147ae"
        + "a26274731a5fee663c6474656d70f6";

    private const string MessagePack =
        "82a773746174696f6ea56e6f727468a872656164696e67739283a27473ce5fee6600a474656d70cb4035800000000000a5706f77657281a176cb400dae147ae147ae"
        + "82a27473ce5fee663ca474656d70c0";

    private static readonly DateTimeOffset Now = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Json_is_read_by_the_paths_that_it_has() => AssertReadings("json", Encoding.UTF8.GetBytes(Json));

    [Fact]
    public void Cbor_is_read_by_the_paths_that_it_has() => AssertReadings("cbor", Convert.FromHexString(Cbor));

    [Fact]
    public void MessagePack_is_read_by_the_paths_that_it_has() => AssertReadings("messagepack", Convert.FromHexString(MessagePack));

    [Fact]
    public void Lists_side_by_side_are_columns_and_their_times_count_from_the_start()
    {
        PayloadGuess guess = Guess("""{"start":"2021-01-01T00:00:00Z","t_ms":[0,500],"temp":[21.5,21.52]}""")!;

        Assert.Equal("columns", guess.Payload["Kind"]!.GetValue<string>());
        Assert.Equal("""{"Path":"t_ms","As":"ms","Base":"$.start","BaseAs":"rfc3339"}""", guess.Payload["Time"]!.ToJsonString());
        Assert.Equal(["2021-01-01T00:00:00Z|21.5", "2021-01-01T00:00:00.5Z|21.52"], Rows(guess));
    }

    [Fact]
    public void Senml_has_a_channel_for_each_record()
    {
        // The multiple datapoints of RFC 8428, section 5.1.2, with a time of our days.
        PayloadGuess guess = Guess("""[{"bn":"urn:dev:ow:10e2073a01080063:","bt":1.6094592e+09,"n":"voltage","u":"V","v":120.1},{"n":"current","u":"A","v":1.2}]""")!;

        Assert.Equal("senml-json", guess.Decoder.Codec);
        Assert.Equal(2, guess.Decoder.Channels.Count);
        Assert.Equal(["2021-01-01T00:00:00Z|1.2|120.1"], Rows(guess));
    }

    [Fact]
    public void Senml_in_cbor_is_told_by_the_numbers_of_its_labels()
    {
        // The same data points: -2 is bn, -3 is bt, 0 is n, 1 is u, 2 is v (RFC 8428, section 6).
        PayloadGuess guess = PayloadGuess.Of(
            "payload",
            [Convert.FromHexString(
                "82a521781c75726e3a6465763a6f773a313065323037336130313038303036333a221a5fee66000067766f6c7461676501615602fb405e066666666666"
                + "a3006763757272656e7401614102fb3ff3333333333333")],
            Now)!;

        Assert.Equal("senml-cbor", guess.Decoder.Codec);
        Assert.Equal(
            ["urn:dev:ow:10e2073a01080063:current", "urn:dev:ow:10e2073a01080063:voltage"],
            guess.Payload["Channels"]!.AsArray().Select(channel => channel!["Record"]!.GetValue<string>()));
        Assert.Equal(["2021-01-01T00:00:00Z|1.2|120.1"], Rows(guess));
    }

    [Fact]
    public void Cayenne_lpp_is_known_by_types_up_to_the_last_byte()
    {
        // Two temperature sensors, as Cayenne's own documentation has them: 27.2 and 25.5 degrees.
        PayloadGuess guess = PayloadGuess.Of("payload", [Convert.FromHexString("03670110056700FF")], Now)!;

        Assert.Equal("cayenne-lpp", guess.Decoder.Codec);
        // They have no time of their own, and none is made up for them.
        Assert.Equal(["temperature_3", "temperature_5"], guess.Samples.Columns.Select(column => column.Name));
        Assert.Equal(["27.2|25.5"], Rows(guess));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    [InlineData("base64")]
    [InlineData("hex")]
    public void What_payloads_are_packed_in_is_seen(string envelope)
    {
        PayloadGuess guess = PayloadGuess.Of("payload", [Packed(envelope, Encoding.UTF8.GetBytes(Json))], Now)!;

        Assert.Equal([envelope], guess.Payload["Envelopes"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("json", guess.Decoder.Codec);
    }

    [Fact]
    public void Envelopes_within_envelopes_are_opened_the_outermost_first()
    {
        byte[] packed = Packed("base64", Packed("zstd", Encoding.UTF8.GetBytes(Json)));

        PayloadGuess guess = PayloadGuess.Of("payload", [packed], Now)!;

        Assert.Equal(["base64", "zstd"], guess.Payload["Envelopes"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.StartsWith("Payload: payload is json inside zstd inside base64: the only payload looked at decodes.", guess.Why[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_begins_like_an_envelope_is_not_opened()
    {
        byte[] broken = [0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff, 0xff, 0xff];

        Assert.Null(PayloadGuess.Of("payload", [broken], Now));
        Assert.Null(PayloadGuess.Of("payload", [Packed("zstd", Encoding.UTF8.GetBytes(Json)), broken], Now));
    }

    [Theory]
    [InlineData("5758fffe0102")]
    [InlineData("01020304")]
    [InlineData("ffffffffffffffff")]
    public void Other_bytes_are_not_taken_for_anything(string payload) =>
        Assert.Null(PayloadGuess.Of("payload", [Convert.FromHexString(payload)], Now));

    private static void AssertReadings(string codec, byte[] payload)
    {
        PayloadGuess guess = PayloadGuess.Of("payload", [payload], Now)!;

        Assert.Equal(codec, guess.Decoder.Codec);
        Assert.Equal("readings", guess.Payload["Samples"]!.GetValue<string>());
        Assert.Equal(["temp", "power_v", "station"], guess.Decoder.Channels.Select(channel => channel.Name));
        Assert.Equal(["2021-01-01T00:00:00Z|21.5|3.71|north", "2021-01-01T00:01:00Z|||north"], Rows(guess));
    }

    private static PayloadGuess? Guess(string json) => PayloadGuess.Of("payload", [Encoding.UTF8.GetBytes(json)], Now);

    private static string[] Rows(PayloadGuess guess) =>
        [.. guess.Samples.Rows.Select(row => string.Join('|', row.Select(cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture))))];

    private static byte[] Packed(string envelope, byte[] payload)
    {
        using var packed = new MemoryStream();
        switch (envelope)
        {
            case "hex":
                return Encoding.ASCII.GetBytes(Convert.ToHexString(payload));
            case "base64":
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(payload));
            case "zstd":
                using (var compressor = new Compressor())
                {
                    return compressor.Wrap(payload).ToArray();
                }

            case "gzip":
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    gzip.Write(payload);
                }

                break;
            default:
                using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                {
                    zlib.Write(payload);
                }

                break;
        }

        return packed.ToArray();
    }
}
