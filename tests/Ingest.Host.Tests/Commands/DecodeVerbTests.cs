using System.Text.Json.Nodes;

namespace Ingest.Host.Tests.Commands;

/// <summary>The payloads were made by the format's reference implementation in Python.</summary>
public sealed class DecodeVerbTests : IDisposable
{
    private const string Payload = "0103020180c0f3b3d75dc0a9070ae8030205cc210dd5100203a0060202f612663e";
    private const string Base64 = "AQMCAYDA87PXXcCpBwroAwIFzCEN1RACA6AGAgL2EmY+";
    private const string Broken = "0103020180c1f3b3d75dc0a9070ae8030205cc210dd5100203a0060202f612663e";

    private const string Samples = """
        time                    temperature  co2
        ----------------------  -----------  ---
        2021-01-01T00:00:00Z          21.50  400
        2021-01-01T00:01:00Z                 401
        2021-01-01T00:02:00.5Z        -0.05

        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(Payload)]
    [InlineData("0x" + Payload)]
    [InlineData("x'" + Payload + "'")]
    [InlineData(Base64)]
    [InlineData("AQMCAYDA87PXXcCpBwroAwIF\nzCEN1RACA6AGAgL2EmY+")]
    public async Task A_payload_is_printed_as_its_samples(string payload)
    {
        CliResult result = await _cli.RunAsync("decode", payload);

        Assert.Equal((0, Samples.ReplaceLineEndings("\n"), ""), (result.Exit, result.Out.ReplaceLineEndings("\n"), result.Error));
    }

    [Fact]
    public async Task A_payload_can_be_in_a_file()
    {
        string file = Path.Combine(_cli.Folder.Path, "payload.bin");
        await File.WriteAllBytesAsync(file, Convert.FromHexString(Payload));

        CliResult result = await _cli.RunAsync("decode", "--file", file, "--table", "raw_sensor_data", "--json");

        Assert.Equal(0, result.Exit);
        Assert.Equal(
            """{"columns":["time","temperature","co2"],"rows":[["2021-01-01T00:00:00Z","21.50","400"],["2021-01-01T00:01:00Z",null,"401"],["2021-01-01T00:02:00.5Z","-0.05",null]]}""",
            result.Out.Trim());
    }

    [Fact]
    public async Task A_broken_payload_is_told_with_a_mark_at_the_place()
    {
        CliResult result = await _cli.RunAsync("decode", Broken);

        Assert.Equal((1, ""), (result.Exit, result.Out));
        Assert.Equal(
            """
            ingest: the payload cannot be decoded: checksum is 0x3e6612f6, the bytes before it give 0xbf4377d1 at byte 29
              00000000  01 03 02 01 80 c1 f3 b3 d7 5d c0 a9 07 0a e8 03
              00000010  02 05 cc 21 0d d5 10 02 03 a0 06 02 02 f6 12 66
                                                               ^^ byte 29

            """.ReplaceLineEndings("\n"),
            result.Error.ReplaceLineEndings("\n"));
    }

    /// <summary>What is broken is the content of the envelope: its bytes are not those that are stored.</summary>
    [Fact]
    public async Task A_place_within_an_envelope_is_not_marked_in_the_stored_bytes()
    {
        await File.WriteAllTextAsync(
            _cli.Config,
            (await File.ReadAllTextAsync(_cli.Config)).Replace("\"sensorpack\",", "\"sensorpack\", \"Envelopes\": [\"hex\"],", StringComparison.Ordinal));

        CliResult result = await _cli.RunAsync("decode", Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(Broken)));

        Assert.Equal(
            (1, "ingest: the payload cannot be decoded: checksum is 0x3e6612f6, the bytes before it give 0xbf4377d1 in the unwrapped payload at byte 29"),
            (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task A_broken_payload_is_told_to_programs_too()
    {
        CliResult result = await _cli.RunAsync("decode", "--json", "01");

        Assert.Equal(1, result.Exit);
        Assert.EndsWith(""","offset":1}""", result.Out.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_that_a_source_column_says_is_said_for_a_payload_that_is_given()
    {
        await VersionsAsync();
        string file = Path.Combine(_cli.Folder.Path, "payload.bin");
        await File.WriteAllBytesAsync(file, Convert.FromHexString("0708"));

        CliResult first = await _cli.RunAsync("decode", "0708", "--row-version", "1", "--time", "2021-01-01T00:00:00Z");
        CliResult second = await _cli.RunAsync("decode", "--file", file, "--row-version", "2", "--time", "2021-01-01T00:00:00Z", "--json");
        CliResult unknown = await _cli.RunAsync("decode", "0708", "--row-version", "3");
        CliResult missing = await _cli.RunAsync("decode", "0708");

        Assert.Equal((0, ""), (first.Exit, first.Error));
        Assert.Contains("2021-01-01T00:00:00Z  1800", first.Out, StringComparison.Ordinal);
        Assert.Equal((0, """{"columns":["time","x"],"rows":[["2021-01-01T00:00:00Z",2055]]}"""), (second.Exit, second.Out.Trim()));
        Assert.Equal(1, unknown.Exit);
        Assert.Equal("ingest: the payload cannot be decoded: the row's format is '3', expected one of 1, 2", unknown.Error.Trim());
        Assert.Equal(
            (2, "ingest: the source column format says how a payload of raw_sensor_data is decoded; say what it says with --row-version, or name the row with --key"),
            (missing.Exit, missing.Error.Trim()));
    }

    [Fact]
    public async Task A_version_is_refused_where_no_source_column_says_it()
    {
        CliResult result = await _cli.RunAsync("decode", Payload, "--row-version", "1");

        Assert.Equal(
            (2, "ingest: --row-version: no source column says how a payload of raw_sensor_data is decoded; leave it out"),
            (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task Vectors_say_the_version_that_a_source_column_says()
    {
        await VersionsAsync();
        string right = _cli.Folder.File("right.json", """
            [
              { "name": "old", "payload": "0708", "rowTime": "2021-01-01T00:00:00Z", "rowVersion": 1, "samples": [["2021-01-01T00:00:00Z", 1800]] },
              { "name": "new", "payload": "0708", "rowTime": "2021-01-01T00:00:00Z", "rowVersion": "2", "samples": [["2021-01-01T00:00:00Z", 2055]] },
              { "name": "newer", "payload": "0708", "rowVersion": 3, "error": "the row's format is '3', expected one of 1, 2" }
            ]
            """);
        string missing = _cli.Folder.File("missing.json", """[{ "name": "old", "payload": "0708", "error": "x" }]""");
        string wrong = _cli.Folder.File("wrong.json", """[{ "name": "old", "payload": "0708", "rowVersion": [1], "error": "x" }]""");

        Assert.Equal(new CliResult(0, "3 vectors, 0 failed\n", ""), await TestAsync(right));
        Assert.Equal("ingest: old: has no rowVersion, and the source column format says how a payload is decoded", (await TestAsync(missing)).Error.Trim());
        Assert.Equal("ingest: old: rowVersion is neither a number nor text", (await TestAsync(wrong)).Error.Trim());
    }

    [Theory]
    [InlineData("what is this?", "the payload is neither hexadecimal nor Base64")]
    [InlineData(" ", "the payload is empty")]
    public async Task What_is_no_payload_is_refused(string payload, string sentence)
    {
        CliResult result = await _cli.RunAsync("decode", payload);

        Assert.Equal((2, $"ingest: {sentence}"), (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task A_table_without_payloads_is_refused()
    {
        CliResult result = await _cli.RunAsync("decode", Payload, "--table", "sensors");

        Assert.Equal((2, "ingest: no table 'sensors' with payloads is configured; there is raw_sensor_data"), (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task Numbers_are_compared_as_numbers_and_text_as_text()
    {
        _cli.Folder.File("text.json", """{ "Fields": { "x": "u8 /10", "serial": "text(3)" } }""");
        await PayloadAsync("""{ "Column": "payload", "Codec": "layout", "Layout": "text.json" }""");
        string Vector(string x, string serial) => _cli.Folder.File("golden.json", $$"""
            [{ "name": "one", "payload": "0a 312e30", "rowTime": "2021-01-01T00:00:00Z", "samples": [["2021-01-01T00:00:00Z", {{x}}, {{serial}}]] }]
            """);

        Assert.Equal(0, (await TestAsync(Vector("1", "\"1.0\""))).Exit);
        Assert.Equal("ingest: one: sample 0, serial: 1.0, expected 1\n", (await TestAsync(Vector("1.00", "\"1\""))).Error.ReplaceLineEndings("\n"));
        Assert.Equal("ingest: one: sample 0, serial: 1.0, expected NULL\n", (await TestAsync(Vector("1", "null"))).Error.ReplaceLineEndings("\n"));
    }

    private Task<CliResult> TestAsync(string file) => Cli.RawAsync(["codec", "test", file, "--config", _cli.Config]);

    /// <summary>The column "format" says which of two layouts a payload has.</summary>
    private async Task VersionsAsync()
    {
        _cli.Folder.File("one.json", """{ "Endian": "little", "Fields": { "_first": "u8", "x": "u8 *225" } }""");
        _cli.Folder.File("two.json", """{ "Endian": "little", "Fields": { "x": "u16" } }""");
        await PayloadAsync("""
            { "Column": "payload", "Versions": { "Column": "format", "Codecs": {
              "1": { "Codec": "layout", "Layout": "one.json" },
              "2": { "Codec": "layout", "Layout": "two.json" } } } }
            """);
    }

    private async Task PayloadAsync(string json)
    {
        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(_cli.Config))!;
        root["Tables"]!["raw_sensor_data"]!["Payload"] = JsonNode.Parse(json);
        await File.WriteAllTextAsync(_cli.Config, root.ToJsonString());
    }
}
