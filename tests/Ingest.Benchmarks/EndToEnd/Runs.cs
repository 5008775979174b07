using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ingest.Host.Commands;
using Ingest.Host.Output;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>What runs inside a process of its own, so that each begins cold and its memory is its own.</summary>
internal static class Runs
{
    public const string Verb = "alone";
    public const string Read = "read";
    public const string Straight = "straight";
    public const string Engine = "engine";

    /// <param name="arguments">What, URL, shape, days, lake, and how often in the same process.</param>
    /// <returns>The exit code; standard output has a JSON line a repetition.</returns>
    public static async Task<int> MainAsync(string[] arguments)
    {
        var workload = new Workload(
            new Uri(arguments[1]),
            Environment.GetEnvironmentVariable(Workload.PasswordVariable)!,
            arguments[2],
            int.Parse(arguments[3], CultureInfo.InvariantCulture));
        for (int i = 0; i < int.Parse(arguments[5], CultureInfo.InvariantCulture); i++)
        {
            string lake = Directory.CreateDirectory(Path.Combine(arguments[4], i.ToString(CultureInfo.InvariantCulture))).FullName;
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long begun = Stopwatch.GetTimestamp();
            long points = arguments[0] switch
            {
                Read => await ReadLoop.RunAsync(workload),
                Straight => await StraightLine.RunAsync(workload, lake),
                _ => await EngineAsync(workload, lake),
            };
            var run = new Repetition(points, Stopwatch.GetElapsedTime(begun).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
            Console.Out.WriteLine(JsonSerializer.Serialize(run));
        }

        return 0;
    }

    /// <summary><c>ingest backfill</c>, in this process.</summary>
    /// <returns>Points written.</returns>
    public static async Task<long> EngineAsync(Workload workload, string lake)
    {
        await using var output = new StringWriter();
        CommandContext process = CommandContext.OfProcess();
        int code = await IngestCommand.RunAsync(
            ["backfill", "--config", workload.Configure(lake, lake), "--json"],
            process with { Terminal = new Terminal(output, Console.Error, false) },
            CancellationToken.None);
        return code == 0
            ? JsonDocument.Parse(output.ToString()).RootElement.GetProperty("points").GetInt64()
            : throw new InvalidOperationException($"ingest backfill ended with {code}: {output}");
    }
}

/// <summary>One run within a process.</summary>
/// <param name="Points">Written, or in what was read.</param>
/// <param name="Seconds">Without the process's start.</param>
/// <param name="Allocated">Bytes that it allocated on the managed heap.</param>
internal sealed record Repetition(long Points, double Seconds, long Allocated);
