using Ingest.Codec.Columns;
using Ingest.Codec.Plugins;
using Ingest.Codec.Tests.Layout;
using Xunit;

namespace Ingest.Codec.Tests.Plugins;

/// <summary>The plug-in is this assembly itself, loaded once more.</summary>
public sealed class PluginDecoderTests : IDisposable
{
    private static readonly Channel[] Channels = [new("number", 0, 3), new("text", ColumnType.Text)];

    private readonly PluginAssembly _assembly = PluginAssembly.Load(typeof(ByteCodec).Assembly.Location);

    public void Dispose() => _assembly.Dispose();

    [Fact]
    public void A_plug_in_decodes_with_its_settings_whatever_their_case()
    {
        using PluginDecoder decoder = Decoder(("FACTOR", "3"));

        Assert.Equal(["1970-01-01T00:00:00Z|6|-", "1970-01-01T00:00:01Z|21|-"], LayoutRows.Of(decoder, [2, 7]));
        Assert.Equal(("plugin", 4, false), (decoder.Codec, decoder.Version, decoder.NeedsRowTime));
        Assert.Equal(Channels, decoder.Channels);
    }

    [Theory]
    [InlineData(200, "the plug-in threw FormatException: outside  of it", 0)]
    [InlineData(201, "not mine", 2)]
    [InlineData(202, "the plug-in says that it appended 3 samples, and appended 2 times", 0)]
    [InlineData(203, "the plug-in says that it appended 2 samples, and appended 3 values of text", 0)]
    [InlineData(204, "the plug-in appended a value of channel number with more digits than the 3 that the configuration allows", 0)]
    [InlineData(205, "the plug-in appended a value of channel text that is no UTF-8 text", 0)]
    public void What_goes_wrong_rejects_the_payload_and_leaves_the_columns_as_they_were(byte first, string reason, int offset)
    {
        using PluginDecoder decoder = Decoder();
        SampleColumns columns = LayoutRows.Empty(decoder);
        decoder.Decode([5], columns);

        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode([first, 1], columns));

        Assert.Equal((reason, offset), (fault.Reason, fault.Offset));
        Assert.Equal((1, 1, 1), (columns.Count, columns.Channels[0].Count, columns.Channels[1].Count));
        Assert.Equal("1970-01-01T00:00:00Z|5|-", LayoutRows.Row(columns, 0));
        Assert.Equal(1, decoder.Decode([6], columns));
    }

    [Fact]
    public void Rows_of_other_payloads_that_are_taken_away_end_the_work()
    {
        using PluginDecoder decoder = Decoder();
        SampleColumns columns = LayoutRows.Empty(decoder);
        decoder.Decode([5], columns);

        Assert.Equal(
            "the plug-in took away rows of other payloads, expected that it only appends",
            Assert.Throws<DecoderException>(() => decoder.Decode([206], columns)).Message);
    }

    [Fact]
    public void What_a_payload_grows_to_is_limited()
    {
        using var decoder = PluginDecoder.Create(
            PluginAssembly.Load(typeof(ByteCodec).Assembly.Location), new ByteCodec(), Channels, new Dictionary<string, string>(), new PayloadLimits { Bytes = 4, Points = 5 });

        Assert.Equal(2, LayoutRows.Of(decoder, [1, 2]).Length);
        Assert.Equal(
            "the plug-in appended 3 samples of 2 channels, expected at most 2",
            Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, [1, 2, 3])).Message);
        Assert.Equal(
            "payload has 5 bytes, expected at most 4 at byte 4",
            Assert.Throws<PayloadException>(() => LayoutRows.Of(decoder, [1, 2, 3, 4, 5])).Message);
    }

    [Theory]
    [InlineData("sentence", "the factor is missing, expected a number")]
    [InlineData("exception", "Ingest.Codec.Tests.Plugins.ByteCodec threw InvalidOperationException: no licence")]
    [InlineData("null", "Ingest.Codec.Tests.Plugins.ByteCodec made no decoder")]
    [InlineData("channels", "its decoder has the channels number (decimal(3,0)), expected those of the configuration: number (decimal(3,0)), text (text)")]
    public void A_codec_that_makes_no_decoder_is_told(string fault, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<DecoderException>(() => Decoder(("fault", fault))).Message);

    [Fact]
    public void What_decides_values_is_in_the_definition()
    {
        string plain = Decoder().Definition;

        Assert.Equal(plain, Decoder().Definition);
        Assert.Equal(Decoder(("a", "1"), ("b", "2")).Definition, Decoder(("B", "2"), ("A", "1")).Definition);
        Assert.Distinct([plain, Decoder(("a", "1")).Definition, Decoder(("a", "2")).Definition, Decoder(("b", "1")).Definition]);
    }

    private PluginDecoder Decoder(params (string Name, string Value)[] settings) => PluginDecoder.Create(
        _assembly,
        _assembly.Codec(typeof(ByteCodec).FullName),
        Channels,
        settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        PayloadLimits.Default);
}
