using System.Text.RegularExpressions;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>The first thing that anybody runs.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task It_shows_what_was_done_and_answers_a_question_and_can_be_run_again()
    {
        using var folder = new TempFolder();
        string target = Path.Combine(folder.Path, "demo");

        CliResult first = await RunAsync(target);
        CliResult second = await RunAsync(target);

        Assert.Equal((0, ""), (first.Exit, first.Error));
        Assert.Matches(@"20,000 rows, 5,000,000 points, \d+\.\d seconds\.", first.Out);
        Assert.Contains("date=20210101/data.parquet", first.Out, StringComparison.Ordinal);
        Assert.Matches(@"CSV \d+\.\d MB, gzipped CSV \d+\.\d MB, Parquet \d+\.\d MB \(0\.\d\d bytes a point\)\.", first.Out);
        Assert.Equal(5, AnswerLine().Count(first.Out));
        Assert.Equal((0, ""), (second.Exit, second.Error));
        Assert.Equal(AnswerLine().Matches(first.Out).Select(line => line.Value), AnswerLine().Matches(second.Out).Select(line => line.Value));
    }

    [Fact]
    public async Task A_folder_that_it_did_not_make_is_left_alone()
    {
        using var folder = new TempFolder();
        string file = folder.File("ingest.json", "{}");

        CliResult result = await RunAsync(folder.Path);

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Equal($"ingest: {folder.Path} is there and ingest demo did not make it; name another with --folder\n", result.Error);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static async Task<CliResult> RunAsync(string folder)
    {
        using var process = ExecutableProcess.Start(new Dictionary<string, string>(), "demo", "--folder", folder);
        return await process.EndAsync();
    }

    /// <summary>Sensor, samples, coldest, hottest, highest CO2.</summary>
    [GeneratedRegex(@"^ *\d+ +\d+ +-?\d+\.\d\d +-?\d+\.\d\d +\d+$", RegexOptions.Multiline)]
    private static partial Regex AnswerLine();
}
