namespace Ingest.Benchmarks.EndToEnd;

/// <summary>A long backfill between short ones: what a further day costs, and whether memory stays flat.</summary>
internal sealed class LongRun(Workload days, Workload longer, string folder, string ingest, CancellationToken stop)
{
    private const int Rounds = 3;

    private readonly Contestants _contestants = new(folder, ingest, stop);

    public async Task<LongRunResult> RunAsync()
    {
        await _contestants.AloneAsync(Runs.Read, longer, 1);
        await _contestants.AloneAsync(Runs.Read, days, 1);
        var few = new List<MeasuredProcess>();
        var many = new List<MeasuredProcess>();
        for (int round = 0; round < Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{longer.Table}: round {round + 1} of {Rounds}");
            few.Add((await _contestants.IngestAsync(days)).Process);
            many.Add((await _contestants.IngestAsync(longer)).Process);
        }

        return new LongRunResult(days, longer, few, many);
    }
}

internal sealed record LongRunResult(Workload Days, Workload Longer, IReadOnlyList<MeasuredProcess> Few, IReadOnlyList<MeasuredProcess> Many);
