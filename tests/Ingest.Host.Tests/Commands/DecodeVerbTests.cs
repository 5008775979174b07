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
}
