using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>The histories that a test tried, each counted once, and how many more it is asked to try.</summary>
internal sealed class Tried
{
    private readonly ConcurrentDictionary<string, bool> _paths = new(StringComparer.Ordinal);

    /// <summary>From the environment: how many times the sampled histories; 1 in the ordinary suite.</summary>
    public static int Multiplier { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("INGEST_HISTORIES"), CultureInfo.InvariantCulture, out int times) && times > 0 ? times : 1;

    public int Count => _paths.Count;

    /// <summary>Tries many at once; each has its own lake and source.</summary>
    public static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> tryAsync) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount }, async (item, _) => await tryAsync(item));

    /// <summary>Fails the test when the history ends badly.</summary>
    public async Task FinishAsync(History history, string path)
    {
        _paths[path] = true;
        try
        {
            await history.FinishAsync();
        }
        catch (LakeDisagreement disagreement)
        {
            Assert.Fail($"{path}: {disagreement.Message}.");
        }
    }
}
