using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Documents;

/// <summary>The page about decoders of one's own is followed word for word: its project is built, without any package, and ingests.</summary>
public sealed partial class ExtendingPageTests
{
    private static readonly TimeSpan BuildMax = TimeSpan.FromMinutes(5);

    [SkippableFact]
    public async Task The_pages_decoder_is_built_and_decodes_what_the_page_says()
    {
        string page = Repository.Read("docs/extending.md");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        foreach (Match file in PageFile().Matches(page))
        {
            await File.WriteAllTextAsync(Path.Combine(installation.Folder, file.Groups["file"].Value), file.Groups["content"].Value);
        }

        string command = BuildCommand().Match(page).Groups["arguments"].Value;
        await BuildAsync(installation.Folder, command.Replace("/opt/ingest", AppContext.BaseDirectory.TrimEnd('/'), StringComparison.Ordinal));
        MatchCollection steps = Step().Matches(page);
        foreach (Match step in steps)
        {
            string[] arguments = step.Groups["command"].Value.Split(' ');
            CliResult result = await installation.RunWrittenAsync(arguments[0], arguments[1..]);

            Assert.Equal(Indent().Replace(step.Groups["output"].Value, "").TrimEnd(), (result.Out + result.Error).TrimEnd(), ignoreLineEndingDifferences: true);
        }

        Assert.Equal(2, steps.Count);
        await IngestsAsync(installation);
    }

    private static async Task IngestsAsync(Installation installation)
    {
        await installation.Source.ExecuteAsync("CREATE TABLE messages (id INTEGER PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB NOT NULL)");
        await installation.Source.ExecuteAsync("CREATE INDEX received ON messages (received_at)");
        await installation.Source.ExecuteAsync("INSERT INTO messages VALUES (1, '2021-01-01 00:01:00', @0)", Convert.FromHexString("5fee660008665fee660aff38"));

        CliResult ingested = await installation.RunWrittenAsync("backfill");
        CliResult asked = await installation.RunWrittenAsync("query", "SELECT count(*) AS n, sum(temperature) AS total FROM weather");

        Assert.True(ingested.Exit == 0, ingested.Error);
        Assert.Contains("19.50", asked.Out, StringComparison.Ordinal);
    }

    private static async Task BuildAsync(string folder, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", $"{arguments} --nologo -nodeReuse:false -p:UseSharedCompilation=false")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test runner told its own processes would have the build use parts of the runner.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process? build = Started(start);
        Skip.If(build is null, "there is no dotnet on the PATH to build the page's project with");
        using var limit = new CancellationTokenSource(BuildMax);
        Task<string> output = build!.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = build.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await build.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            build.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(build.ExitCode == 0, await output + await error);
    }

    private static Process? Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("`(?<file>[A-Za-z.]+\\.[a-z]+)`[^\n`]*:\n\n```(xml|csharp|json)\n(?<content>.*?)```", RegexOptions.Singleline)]
    private static partial Regex PageFile();

    [GeneratedRegex("^    dotnet (?<arguments>build [^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex("^    \\$ ingest (?<command>[^\n]*)\n(?<output>(    [^\n$]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
