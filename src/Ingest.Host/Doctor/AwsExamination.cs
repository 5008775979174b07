using System.Globalization;
using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;

namespace Ingest.Host.Doctor;

/// <summary>Who asks services of AWS, whether the clock is right, and then what only somebody who is known can look at.</summary>
/// <param name="then">Looked at when services know who asks: one sentence is enough where they do not.</param>
internal sealed class AwsExamination(AwsSpec aws, TimeProvider clock, IReadOnlyList<Examination> then) : Examination("aws")
{
    /// <summary>Signatures of a clock that is further away are refused.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SkewToKnow = TimeSpan.FromMinutes(1);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Observation who = await LookAsync("identity", async () => Ok("identity", $"requests are signed as {await CallerIdentity.ArnAsync(aws, cancellation)}"));
        yield return who;
        yield return await LookAsync("clock", async () => Clock(await CallerIdentity.ClockAheadAsync(aws, clock, cancellation)));
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
