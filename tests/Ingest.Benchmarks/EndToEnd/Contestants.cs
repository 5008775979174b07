using System.Globalization;
using System.Text.Json;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Starts what is compared, each in a process of its own and into an empty folder.</summary>
internal sealed class Contestants(string folder, string ingest, CancellationToken stop)
{
    private static readonly string Self = Environment.ProcessPath!;

    /// <summary>The executable, as users start it.</summary>
    /// <returns>What it took, and the folder of the table's objects.</returns>
    public async Task<(MeasuredProcess Process, string Lake)> IngestAsync(Workload workload)
    {
        string lake = Empty("ingest");
        MeasuredProcess process = await MeasuredProcess.RunAsync(
            ingest, ["backfill", "--json", "--config", workload.Configure(folder, lake)], workload.Password, stop);
        Check(workload, JsonDocument.Parse(string.Concat(process.Output)).RootElement.GetProperty("points").GetInt64());
        return (process, Path.Combine(lake, workload.Table));
    }

    /// <summary>The executable, into a bucket.</summary>
    public async Task<MeasuredProcess> IngestAsync(Workload workload, Uri endpoint, string bucket)
    {
        string configuration = workload.Configure(Empty("bucket"), $"s3://{bucket}/lake", endpoint);
        MeasuredProcess process = await MeasuredProcess.RunAsync(ingest, ["backfill", "--json", "--config", configuration], workload.Password, stop);
        Check(workload, JsonDocument.Parse(string.Concat(process.Output)).RootElement.GetProperty("points").GetInt64());
        return process;
    }

    /// <summary>Something of this program, that many times within one process.</summary>
    /// <returns>What the process took, what each repetition did, and the first one's folder.</returns>
    public async Task<(MeasuredProcess Process, IReadOnlyList<Repetition> Repetitions, string Lake)> AloneAsync(string what, Workload workload, int times)
    {
        string lake = Empty(what);
        MeasuredProcess process = await MeasuredProcess.RunAsync(
            Self,
            [Runs.Verb, what, workload.Source.ToString(), workload.Shape, Text(workload.DayCount), lake, Text(times)],
            workload.Password,
            stop);
        Repetition[] repetitions = [.. process.Output.Select(line => JsonSerializer.Deserialize<Repetition>(line)!)];
        foreach (Repetition repetition in repetitions)
        {
            Check(workload, repetition.Points);
        }

        return (process, repetitions, Path.Combine(lake, "0"));
    }

    private string Empty(string what)
    {
        string lake = Path.Combine(folder, what);
        if (Directory.Exists(lake))
        {
            Directory.Delete(lake, recursive: true);
        }

        return Directory.CreateDirectory(lake).FullName;
    }

    private static void Check(Workload workload, long points)
    {
        if (points != workload.Points)
        {
            throw new InvalidOperationException($"{workload.Table} has {workload.Points} points, not {points}.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
