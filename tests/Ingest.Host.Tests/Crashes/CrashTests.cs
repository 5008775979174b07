using System.Globalization;
using Ingest.Host.Tests.EndToEnd;
using Xunit.Abstractions;

namespace Ingest.Host.Tests.Crashes;

/// <summary>Processes that are killed and not asked to stop. <c>tests/crash</c> runs many more of them.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const string RunsVariable = "INGEST_CRASH_RUNS";
    private const string SeedVariable = "INGEST_CRASH_SEED";
    private const string ReportVariable = "INGEST_CRASH_REPORT";
    private const int RunsDefault = 6;
    private const int SeedDefault = 1;

    [SkippableFact]
    public async Task Killed_at_any_moment_and_resumed_the_lake_is_that_of_a_clean_run()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sends the signals of Linux");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        using var runs = new CrashRuns(installation, Number(SeedVariable, SeedDefault));
        try
        {
            await runs.RunAsync(Number(RunsVariable, RunsDefault), () => Save(runs.Report));
        }
        finally
        {
            output.WriteLine(runs.Report.ToString());
            Save(runs.Report);
        }
    }

    /// <summary>For whoever waits.</summary>
    private static void Save(CrashReport report)
    {
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } file)
        {
            File.WriteAllText(file, $"{report}\n");
        }
    }

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : otherwise;
}
