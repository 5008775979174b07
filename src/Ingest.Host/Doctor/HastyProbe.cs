using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
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
            yield return Unanswered("s3:ListBucket", place);
            yield break;
        }

        late.CancelAfter(Timeout.InfiniteTimeSpan);
        do
        {
            yield return tried.Current;
        }
        while (await tried.MoveNextAsync());
    }

    /// <summary>Tries whether a bucket may be asked where it is.</summary>
    public static async Task<S3Tried> LocateAsync(LakeSpec.Bucketed place, AwsSpec aws, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await ServiceReach.WithinAsync(bounded => S3LocationProbe.RunAsync(place, aws, clock, bounded), clock, cancellation);
        }
        catch (TimeoutException)
        {
            return Unanswered(S3LocationProbe.Action, place);
        }
    }

    private static S3Tried Unanswered(string action, LakeSpec.Bucketed place)
    {
        string sentence = $"{action} on {place.Root} was not answered within {ServiceReach.Within.TotalSeconds:0} s: check the network, "
            + "Lake.Endpoint and Lake.Region.";
        return new S3Tried(action, sentence, IngestException.Transient(sentence));
    }
}
