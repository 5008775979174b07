using System.Globalization;
using System.Text.Json;
using Ingest.Host.Commands;
using Ingest.Host.Output;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Makes a workload's table, as <c>ingest sample</c> does.</summary>
internal static class ReferenceTable
{
    public static async Task MakeAsync(Workload workload, string folder, CancellationToken stop)
    {
        await Console.Error.WriteLineAsync($"making {workload.Table}");
        Environment.SetEnvironmentVariable(Workload.PasswordVariable, workload.Password);
        await using var output = new StringWriter();
        int code = await IngestCommand.RunAsync(
            [
                "sample", "--config", workload.Configure(folder, Path.Combine(folder, "none")), "--shape", workload.Shape,
                "--days", workload.DayCount.ToString(CultureInfo.InvariantCulture), "--json",
            ],
            CommandContext.OfProcess() with { Terminal = new Terminal(output, TextWriter.Null, false) },
            stop);
        if (code != 0 || JsonDocument.Parse(output.ToString()).RootElement.GetProperty("points").GetInt64() != workload.Points)
        {
            throw new InvalidOperationException($"The reference data could not be made: {output}");
        }
    }
}
