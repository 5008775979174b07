using Ingest.TestKit.Aws;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>The same days into a directory and into a bucket of a server in this process, in turn.</summary>
internal sealed class BucketRun(Workload days, string folder, string ingest, CancellationToken stop)
{
    private const int Rounds = 3;
    private const string Bucket = "bucket";

    private readonly Contestants _contestants = new(folder, ingest, stop);

    /// <exception cref="InvalidOperationException">The objects differ in a byte.</exception>
    public async Task<BucketResult> RunAsync()
    {
        var directory = new List<MeasuredProcess>();
        var bucket = new List<MeasuredProcess>();
        for (int round = 0; round < Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{days.Table}: into a bucket, round {round + 1} of {Rounds}");
            (MeasuredProcess process, string lake) = await _contestants.IngestAsync(days);
            directory.Add(process);
            await using ScriptedS3 server = await ScriptedS3.StartAsync();
            server.CreateBucket(Bucket);
            bucket.Add(await _contestants.IngestAsync(days, server.Url, Bucket));
            Check(server, lake);
        }

        return new BucketResult(days, directory, bucket);
    }

    private void Check(ScriptedS3 server, string lake)
    {
        string[] files = Directory.GetFiles(lake, "*.parquet", SearchOption.AllDirectories);
        IReadOnlyDictionary<string, ScriptedS3Object> objects = server.Objects(Bucket);
        foreach (string file in files)
        {
            string key = $"lake/{days.Table}/{Path.GetRelativePath(lake, file)}";
            if (!objects.TryGetValue(key, out ScriptedS3Object? written) || !written.Bytes.AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            {
                throw new InvalidOperationException($"{key} is not what the directory has.");
            }
        }

        if (files.Length != days.DayCount)
        {
            throw new InvalidOperationException($"{files.Length} objects for {days.DayCount} days.");
        }
    }
}

internal sealed record BucketResult(Workload Days, IReadOnlyList<MeasuredProcess> Directory, IReadOnlyList<MeasuredProcess> Bucket);
