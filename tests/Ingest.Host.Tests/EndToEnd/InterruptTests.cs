using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Ctrl-C in the middle of work.</summary>
public sealed class InterruptTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task It_ends_clean_with_130_and_the_next_run_goes_on(DatabaseKind kind)
    {
        Skip.If(OperatingSystem.IsWindows(), "sends a POSIX signal");
        await using Installation installation = await Installation.CreateAsync(kind);
        installation.Table("readings", Readings.Json.Replace(", \"UpdateColumn\": \"revision\"", "", StringComparison.Ordinal));
        installation.Configuration["Engine"] = JsonNode.Parse("""{ "RowGroupRows": 20000 }""");
        await installation.JsonAsync(0, "sample", "--shape", "burst");
        string uploads = Path.Combine(installation.Lake, "_ingest", ".uploads");

        using var process = ExecutableProcess.Start(
            installation.Environment, "backfill", "--config", installation.SaveConfiguration(), "--json");
        await UntilAsync(() => Directory.Exists(uploads) && Directory.EnumerateFiles(uploads).Any());
        long asked = Stopwatch.GetTimestamp();
        process.Interrupt();
        CliResult stopped = await process.EndAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(asked);
        string[] visible = installation.Objects();
        IEnumerable<string> left = Directory.EnumerateFiles(uploads);
        JsonElement rest = await installation.JsonAsync(0, "backfill");

        Assert.Equal(130, stopped.Exit);
        Assert.InRange(took, TimeSpan.Zero, Bound);
        Assert.Equal("ingest: interrupted; the next run goes on from here\n", stopped.Error);
        JsonElement result = JsonSerializer.Deserialize<JsonElement>(stopped.Out);
        Assert.Equal(visible.Length, result.Units().Committed);
        Assert.InRange(visible.Length, 0, 1);
        Assert.Empty(left);
        Assert.Equal((1, 1 - visible.Length, visible.Length, 0, 0), rest.Units());
        Assert.Equal(["20210101|1000000"], await installation.QueryAsync("SELECT date, count(*) FROM readings GROUP BY date"));
    }

    [Fact]
    public async Task A_pipe_gets_plain_lines()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        using var process = ExecutableProcess.Start(
            installation.Environment, "backfill", "--config", installation.SaveConfiguration());
        CliResult result = await process.EndAsync();

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Matches(@"^3 of 3 units committed; \d+\.\d s\n12 rows, 12 samples, 12 points; 3 objects, \d+\.\d kB\n$", result.Out);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Bound);
            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
