using System.Text.Json;
using Xunit;

namespace Ingest.Host.Tests.Commands;

public sealed class SampleVerbTests : IDisposable
{
    private const string Usage = "; see ingest sample --help";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Reference_data_are_made_once_and_counted()
    {
        CliResult made = await _cli.RunAsync("sample", "--shape", "burst", "--from", "20210301", "--seed", "7", "--json");
        CliResult again = await _cli.RunAsync("sample", "--shape", "burst", "--from", "2021-02-28", "--days", "2");

        Assert.Equal((0, ""), (made.Exit, made.Error));
        using JsonDocument counts = JsonDocument.Parse(made.Out);
        Assert.Equal("raw_sensor_data", counts.RootElement.GetProperty("table").GetString());
        Assert.Equal(20_000, counts.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(1_000_000, counts.RootElement.GetProperty("samples").GetInt64());
        Assert.Equal(2_000_000, counts.RootElement.GetProperty("points").GetInt64());
        Assert.Equal((2, ""), (again.Exit, again.Out));
        Assert.Contains("has rows between 2021-02-28 and 2021-03-01 already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readings_are_packed_and_columns_that_are_left_out_are_said()
    {
        string file = _cli.Folder.File("a.csv", "time,co2,Temperature,light\n2021-01-01 01:00:00,400,21.5,\n2021-01-01 01:01:00,,21.6,1\n");

        CliResult result = await _cli.RunAsync("sample", "--csv", file, "--zone", "Europe/Berlin", "--sensor", "3", "--json");

        Assert.Equal((0, "ingest: left out, since no channel has the name: light\n"), (result.Exit, result.Error.ReplaceLineEndings("\n")));
        using JsonDocument counts = JsonDocument.Parse(result.Out);
        Assert.Equal(1, counts.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(3, counts.RootElement.GetProperty("points").GetInt64());
    }

    [Fact]
    public async Task A_wrong_value_ends_with_2_and_names_its_line()
    {
        string file = _cli.Folder.File("a.csv", "time,co2,temperature\n2021-01-01 01:00:00,400,21.505\n");

        CliResult refused = await _cli.RunAsync("sample", "--csv", file);
        CliResult rounded = await _cli.RunAsync("sample", "--csv", file, "--round");

        Assert.Equal(
            (2, "ingest: a.csv line 2: temperature 21.505 has 3 decimals, its channel's Scale is 2; raise Scale or pass --round\n"),
            (refused.Exit, refused.Error.ReplaceLineEndings("\n")));
        Assert.Equal(0, rounded.Exit);
    }

    [Theory]
    [InlineData("say what to put into the table: --shape small, --shape burst or --csv FILE" + Usage)]
    [InlineData("say what to put into the table: --shape small, --shape burst or --csv FILE" + Usage, "--shape", "small", "--csv", "x")]
    [InlineData("--zone says nothing about --shape; leave it out" + Usage, "--shape", "small", "--zone", "UTC")]
    [InlineData("--days says nothing about --csv; leave it out" + Usage, "--csv", "x", "--days", "2")]
    [InlineData("--days 0 is not 1 to 10000 within the calendar", "--shape", "small", "--days", "0")]
    [InlineData("--from May is no date such as 2021-01-01 or 20210101", "--shape", "small", "--from", "May")]
    [InlineData("no table 'sensors' with payloads is configured; there is raw_sensor_data", "--shape", "small", "--table", "sensors")]
    public async Task Wrong_usage_ends_with_2_and_one_line(string sentence, params string[] arguments)
    {
        CliResult result = await _cli.RunAsync("sample", arguments);

        Assert.Equal((2, "", $"ingest: {sentence}\n"), (result.Exit, result.Out, result.Error.ReplaceLineEndings("\n")));
    }
}
