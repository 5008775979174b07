namespace Ingest.Benchmarks.EndToEnd;

/// <summary>Reader, yardstick and engine over the same days, in turn, so that the machine's moods hit all of them.</summary>
internal sealed class Comparison(Workload workload, string folder, string ingest, CancellationToken stop)
{
    private readonly Contestants _contestants = new(folder, ingest, stop);

    public async Task<ComparisonResult> RunAsync(int rounds)
    {
        var read = new List<double>();
        var straight = new List<double>();
        var backfill = new List<double>();
        var warmRead = new List<double>();
        var warmStraight = new List<double>();
        var warmEngine = new List<double>();
        long straightPeak = 0;
        long enginePeak = 0;
        long bytes = 0;
        long allocated = 0;

        // Brings the table into the server's memory.
        await _contestants.AloneAsync(Runs.Read, workload, 1);
        for (int round = 0; round < rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{workload.Table}: round {round + 1} of {rounds}");
            read.Add((await _contestants.AloneAsync(Runs.Read, workload, 1)).Process.Seconds);
            (MeasuredProcess one, IReadOnlyList<Repetition> cold, string yardstick) = await _contestants.AloneAsync(Runs.Straight, workload, 1);
            (MeasuredProcess other, string lake) = await _contestants.IngestAsync(workload);
            straight.Add(one.Seconds);
            backfill.Add(other.Seconds);
            straightPeak = Math.Max(straightPeak, one.PeakBytes);
            enginePeak = Math.Max(enginePeak, other.PeakBytes);
            if (round == 0)
            {
                LakeComparison.Check(workload, yardstick, lake);
                bytes = LakeComparison.Bytes(lake);
            }

            warmRead.Add((await _contestants.AloneAsync(Runs.Read, workload, 2)).Repetitions[^1].Seconds);
            warmStraight.Add((await _contestants.AloneAsync(Runs.Straight, workload, 2)).Repetitions[^1].Seconds);
            Repetition warm = (await _contestants.AloneAsync(Runs.Engine, workload, 2)).Repetitions[^1];
            warmEngine.Add(warm.Seconds);
            allocated = warm.Allocated;
        }

        (double longest, IReadOnlyList<string> plans) = await QueriesAsync();
        return new ComparisonResult(
            workload, read, straight, backfill, warmRead, warmStraight, warmEngine, straightPeak, enginePeak, bytes, allocated, longest, plans);
    }

    /// <summary>A run beside those that count, since logging costs time.</summary>
    private async Task<(double Longest, IReadOnlyList<string> Plans)> QueriesAsync()
    {
        await using SourceQueries queries = await SourceQueries.OpenAsync(workload.Source, workload.Password);
        await queries.LogAsync();
        await _contestants.IngestAsync(workload);
        return await queries.EndAsync(workload.Table);
    }
}

/// <summary>What a comparison measured: seconds of each round, bytes, and what the database says.</summary>
internal sealed record ComparisonResult(
    Workload Workload,
    IReadOnlyList<double> Read,
    IReadOnlyList<double> Straight,
    IReadOnlyList<double> Backfill,
    IReadOnlyList<double> WarmRead,
    IReadOnlyList<double> WarmStraight,
    IReadOnlyList<double> WarmEngine,
    long StraightPeakBytes,
    long EnginePeakBytes,
    long ObjectBytes,
    long AllocatedBytes,
    double LongestQuerySeconds,
    IReadOnlyList<string> Plans);
