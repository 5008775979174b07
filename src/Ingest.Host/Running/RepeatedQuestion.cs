using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;

namespace Ingest.Host.Running;

/// <summary>A question to the source before a run, asked again as a unit is run again.</summary>
internal static class RepeatedQuestion
{
    /// <exception cref="IngestException">It failed for good, or too often.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, RetryPolicy retry, TimeProvider clock, CancellationToken cancellation)
    {
        for (int repetition = 1; ; repetition++)
        {
            try
            {
                return await ask();
            }
            catch (IngestException failure) when (failure.Kind == FailureKind.Transient && repetition <= retry.Count)
            {
                await Task.Delay(retry.Delay(repetition, jitter: 1), clock, cancellation);
            }
        }
    }
}
