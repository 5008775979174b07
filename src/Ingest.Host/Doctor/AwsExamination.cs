using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Who asks services of AWS, whether the clock is right, and then what only somebody who is known can look at.</summary>
/// <param name="aws">How services are reached.</param>
/// <param name="lake">The lake; null: it is no matter for AWS.</param>
/// <param name="clock">This machine's.</param>
/// <param name="then">Looked at unless nobody can ask: one sentence is enough then.</param>
internal sealed class AwsExamination(AwsSpec aws, LakeSpec.Bucketed? lake, TimeProvider clock, IReadOnlyList<Examination> then)
    : Examination("aws")
{
    private const string Identity = "identity";

    /// <summary>Signatures of a clock that is further away are refused.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SkewToKnow = TimeSpan.FromMinutes(1);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Observation who = await LookAsync(Identity, () => IdentityAsync(cancellation));
        yield return who;
        yield return await LookAsync("clock", () => ClockAsync(cancellation));
        if (who.Verdict == Verdict.Missing)
        {
            yield return Skipped("lake and catalog", "nobody can ask for them");
            yield break;
        }

        foreach (Examination examination in then)
        {
            await foreach (Observation seen in examination.RunAsync(cancellation))
            {
                yield return seen;
            }
        }
    }

    /// <summary>Without credentials nothing works. With them only STS itself can say whose they are, and a run never asks it: in a
    /// network of its own it may have no way there.</summary>
    private async Task<Observation> IdentityAsync(CancellationToken cancellation)
    {
        try
        {
            await ServiceReach.WithinAsync(aws.FindRegionAsync, clock, cancellation);
            await ServiceReach.WithinAsync(aws.FindCredentialsAsync, clock, cancellation);
        }
        catch (TimeoutException failure)
        {
            return Missing(Identity, $"whoever is to give credentials for AWS does not ({failure.Message}): check the network, and the role");
        }

        try
        {
            string who = await ServiceReach.WithinAsync(bounded => CallerIdentity.ArnAsync(aws, bounded), clock, cancellation);
            return Ok(Identity, $"requests are signed as {who}");
        }
        catch (IngestException failure) when (!(failure.InnerException is AmazonServiceException said && AwsCodes.IsRefusal(said)))
        {
            return Unknown(failure.Message.TrimEnd('.'));
        }
        catch (TimeoutException failure)
        {
            return Unknown($"sts:GetCallerIdentity: {failure.Message}");
        }
    }

    private Observation Unknown(string why) =>
        Warning(Identity, $"there are credentials, and whose they are could not be asked; a run does without ({why})");

    private async Task<Observation> ClockAsync(CancellationToken cancellation)
    {
        try
        {
            return Clock(await new ServiceClock(lake, aws, clock).AheadAsync(cancellation));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException)
        {
            return Skipped("clock", $"nobody says what time it is for AWS: {failure.Message}");
        }
    }

    private Observation Clock(TimeSpan? ahead)
    {
        if (ahead is not { } skew)
        {
            return Skipped("clock", "the services do not say what time it is");
        }

        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"this machine's is {skew.Duration().TotalSeconds:0} s {(skew < TimeSpan.Zero ? "behind" : "ahead of")} that of AWS");
        return skew.Duration() switch
        {
            var distance when distance > SkewMax => Missing("clock", $"{sentence}, and requests are refused: set it by NTP"),
            var distance when distance > SkewToKnow => Warning("clock", $"{sentence}; beyond 5 minutes requests are refused: set it by NTP"),
            _ => Ok("clock", "within a minute of that of AWS"),
        };
    }
}
