using System.Runtime.CompilerServices;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Tries a place in S3 as <see cref="S3Probe"/> does, and does not wait long for the first answer.</summary>
internal static class HastyProbe
{
    /// <param name="probe">Tries it.</param>
    /// <param name="place">The bucket and the prefix.</param>
    /// <param name="folder">Where objects are tried.</param>
    /// <param name="clock">Bounds the first answer.</param>
    /// <param name="cancellation">Abandons it.</param>
    public static async IAsyncEnumerable<S3Tried> RunAsync(
        S3Probe probe, LakeSpec.Bucketed place, string folder, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(ServiceReach.Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        await using IAsyncEnumerator<S3Tried> tried = probe.RunAsync(folder, either.Token).GetAsyncEnumerator(CancellationToken.None);
        bool isAnswered;
        try
        {
            isAnswered = await tried.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            isAnswered = false;
        }

        if (!isAnswered)
        {
            const string List = "s3:ListBucket";
            string sentence = $"{List} on {place.Root} was not answered within {ServiceReach.Within.TotalSeconds:0} s: check the network, "
                + "Lake.Endpoint and Lake.Region.";
            yield return new S3Tried(List, sentence, IngestException.Transient(sentence));
            yield break;
        }

        late.CancelAfter(Timeout.InfiniteTimeSpan);
        do
        {
            yield return tried.Current;
        }
        while (await tried.MoveNextAsync());
    }
}
