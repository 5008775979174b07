using System.Runtime.CompilerServices;

namespace Ingest.Host.Doctor;

/// <summary>Looks at what one service of AWS lets be done, action by action, until it turns out that it cannot be reached.</summary>
/// <param name="area">Its name, for people.</param>
internal abstract class ServiceExamination(string area) : Examination(area)
{
    public sealed override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Observation seen in EachAsync(cancellation))
        {
            yield return seen;
            if (seen.IsUnreached)
            {
                yield return Skipped("other actions", "they would end the same way");
                yield break;
            }
        }
    }

    /// <summary>Each thing when it is asked for, and not before.</summary>
    protected abstract IAsyncEnumerable<Observation> EachAsync(CancellationToken cancellation);
}
