namespace Ingest.Host.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("unknown command 'qurey', did you mean query? see ingest --help", "qurey")]
    [InlineData("unknown command 'explode'; see ingest --help", "explode")]
    [InlineData("Required argument 'SQL' missing for command: 'query'; see ingest query --help", "query")]
    [InlineData("unknown option --jsn, did you mean --json? see ingest query --help", "query", "--jsn", "SELECT 1")]
    [InlineData("unknown option --jsn, did you mean --json? see ingest query --help", "query", "--jsn")]
    [InlineData("--json and --csv are two ways to write one result; give one of them; see ingest query --help", "query", "--json", "--csv", "SELECT 1")]
    [InlineData("give one payload: as an argument, or with --file or --key; or many, with --sample; see ingest decode --help", "decode")]
    [InlineData("give one payload: as an argument, or with --file or --key; or many, with --sample; see ingest decode --help", "decode", "00", "--file", "x")]
    [InlineData("--time is for a payload that is given; with --sample each row says its own; see ingest decode --help", "decode", "--sample", "5", "--time", "2021-01-01")]
    [InlineData("--time is for a payload that is given; with --key each row says its own; see ingest decode --help", "decode", "--key", "5", "--time", "2021-01-01")]
    [InlineData("--row-version is for a payload that is given; with --key each row says its own; see ingest decode --help", "decode", "--key", "5", "--row-version", "2")]
    public async Task Wrong_usage_ends_with_2_and_one_line(string sentence, params string[] arguments)
    {
        CliResult result = await Cli.RawAsync(arguments);

        Assert.Equal((2, "", $"ingest: {sentence}\n"), (result.Exit, result.Out, result.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task No_command_at_all_is_told_which_there_are()
    {
        CliResult result = await Cli.RawAsync([]);

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Matches("^ingest: say what to do: .*query.*; see ingest --help\n$", result.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Help_names_the_verbs_that_there_are()
    {
        CliResult result = await Cli.RawAsync(["--help"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Contains("query <SQL>", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("serve", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verbs_help_shows_the_options_that_it_honours()
    {
        CliResult result = await Cli.RawAsync(["schema", "--help"]);

        Assert.Equal(0, result.Exit);
        Assert.DoesNotContain("--config", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_ends_with_2_and_a_line_for_each_error()
    {
        using var folder = new TempFolder();
        string file = folder.File("ingest.json", """{ "Source": { "Url": "sqlite:x" }, "Lake": { "Rot": "lake" }, "Tables": { "a": {} } }""");

        CliResult result = await Cli.RawAsync(["query", "--config", file, "SELECT 1"]);

        Assert.Equal(2, result.Exit);
        Assert.Equal(
            [
                "ingest: Lake:Rot: unknown key, did you mean Root?",
                "ingest: Lake:Root: missing; it is required",
                "ingest: Tables:a: has neither Payload nor Copy; say how its payloads are decoded, or \"Copy\": true to take it as it is",
            ],
            result.Error.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        CliResult result = await Cli.RawAsync(["schema"]);

        Assert.Equal(0, result.Exit);
        Assert.Contains("\"additionalProperties\": false", result.Out, StringComparison.Ordinal);
    }
}
