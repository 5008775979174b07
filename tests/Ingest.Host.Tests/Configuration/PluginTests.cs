namespace Ingest.Host.Tests.Configuration;

/// <summary>What is wrong with a plug-in is an error of the configuration.</summary>
public sealed class PluginTests : ConfigurationFixture
{
    private const string Payload = "Tables:raw_sensor_data:Payload";
    private const string Here = "Ingest.Host.Tests.Configuration.NamedCodec";

    private static string Assembly => typeof(NamedCodec).Assembly.Location;

    [Fact]
    public void A_plug_in_decodes_a_table()
    {
        using Host.Configuration.IngestConfiguration configuration = With(
            ($"{Payload}:Codec", "\"plugin\""), ($"{Payload}:Plugin", $$"""{ "Assembly": "{{Assembly}}", "Settings": { "Speed": 9600 } }"""));

        Assert.Equal("plugin", configuration.Tables[0].Payload!.Decoder.Codec);
        Assert.Equal(9600, configuration.Tables[0].Payload!.Decoder.Version);
    }

    [Fact]
    public void A_relative_path_leads_from_the_configurations_folder() => Assert.Equal(
        [$"{Payload}:Plugin:Assembly: none.dll: it cannot be loaded: Could not find file '{Path.Combine(Folder.Path, "none.dll")}'."],
        ErrorsWith(($"{Payload}:Codec", "\"plugin\""), ($"{Payload}:Plugin", """{ "Assembly": "none.dll" }""")));

    [Fact]
    public void A_type_that_is_not_there_is_told() => Assert.Equal(
        [$"{Payload}:Plugin:Type: {Assembly}: there is no type 'Acme.Codec'; there is {Here}"],
        ErrorsWith(($"{Payload}:Codec", "\"plugin\""), ($"{Payload}:Plugin", $$"""{ "Assembly": "{{Assembly}}", "Type": "Acme.Codec" }""")));

    [Fact]
    public void A_codec_that_makes_no_decoder_is_told() => Assert.Equal(
        [$"{Payload}:Plugin: {Assembly}: the speed is missing, expected a number"],
        ErrorsWith(($"{Payload}:Codec", "\"plugin\""), ($"{Payload}:Plugin", $$"""{ "Assembly": "{{Assembly}}" }""")));

    [Fact]
    public void An_assembly_that_is_not_named_is_told() => Assert.Equal(
        [$"{Payload}:Plugin:Assembly: missing; name the assembly that decodes, such as Acme.Decoder.dll"],
        ErrorsWith(($"{Payload}:Codec", "\"plugin\"")));

    [Fact]
    public void Another_codec_has_no_plug_in() => Assert.Equal(
        [$"{Payload}:Plugin: means nothing to the codec sensorpack; leave it out"],
        ErrorsWith(($"{Payload}:Plugin", """{ "Assembly": "none.dll" }""")));
}
