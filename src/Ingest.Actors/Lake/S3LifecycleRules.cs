using Amazon.S3;
using Amazon.S3.Model;

namespace Ingest.Actors.Lake;

/// <summary>What a bucket's lifecycle rules do to what lies under a prefix.</summary>
/// <param name="prefix">The lake's, with a slash at its end; empty: the whole bucket.</param>
internal sealed class S3LifecycleRules(string prefix)
{
    /// <summary>Objects in these cannot be read until somebody restores them.</summary>
    private static readonly HashSet<string> Archives = new(StringComparer.Ordinal) { "GLACIER", "DEEP_ARCHIVE" };

    /// <param name="rules">The bucket's, in force or not.</param>
    /// <param name="versioned">Whether it keeps what was replaced.</param>
    public S3Lifecycle Look(IReadOnlyCollection<LifecycleRule> rules, bool versioned)
    {
        LifecycleRule[] enabled = [.. rules.Where(rule => rule.Status == LifecycleRuleStatus.Enabled)];
        LifecycleRule[] covering = [.. enabled.Where(Covers)];
        LifecycleRule[] overlapping = [.. enabled.Where(Overlaps)];
        return new S3Lifecycle(
            covering.Any(rule => rule.AbortIncompleteMultipartUpload is not null),
            versioned,
            covering.Any(rule => rule.NoncurrentVersionExpiration is not null))
        {
            Deleting = [.. overlapping.Where(Deletes).Select(Name)],
            Archiving = [.. overlapping.Where(MovesAway).Select(Name)],
        };
    }

    /// <summary>It is for all of the lake: for the bucket, or for a prefix of the lake's.</summary>
    private bool Covers(LifecycleRule rule) =>
        Conditions(rule).All(condition => condition is LifecyclePrefixPredicate) && prefix.StartsWith(PrefixOf(rule), StringComparison.Ordinal);

    /// <summary>It is for some of the lake. Its objects have no tags; they may have any size.</summary>
    private bool Overlaps(LifecycleRule rule) => !Conditions(rule).Any(condition => condition is LifecycleTagPredicate) && PrefixOf(rule) is var own
        && (prefix.StartsWith(own, StringComparison.Ordinal) || own.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>All of which have to hold; none: it is for every object.</summary>
    private static List<LifecycleFilterPredicate> Conditions(LifecycleRule rule) => rule.Filter?.LifecycleFilterPredicate switch
    {
        null => [],
        LifecycleAndOperator all => all.Operands ?? [],
        { } one => [one],
    };

    /// <summary>A rule that was written before there were filters has its prefix itself.</summary>
    private static string PrefixOf(LifecycleRule rule) => Conditions(rule).OfType<LifecyclePrefixPredicate>().FirstOrDefault()?.Prefix
#pragma warning disable CS0618 // Nobody is to write it any more; buckets have it.
        ?? rule.Prefix ?? "";
#pragma warning restore CS0618

    /// <summary>One that drops delete markers alone deletes nothing of the lake.</summary>
    private static bool Deletes(LifecycleRule rule) => rule.Expiration is { Days: > 0 } or { Date: not null };

    private static bool MovesAway(LifecycleRule rule) => rule.Transitions?.Any(to => to.StorageClass is { } into && Archives.Contains(into.Value)) == true;

    private static string Name(LifecycleRule rule) =>
        $"{(string.IsNullOrEmpty(rule.Id) ? "one without a name" : rule.Id)} ({(PrefixOf(rule) is { Length: > 0 } own ? own : "the whole bucket")})";
}

/// <summary>What a bucket does by itself.</summary>
/// <param name="AbortsUploads">It aborts uploads that nobody ends.</param>
/// <param name="IsVersioned">It keeps what was replaced.</param>
/// <param name="ExpiresVersions">It drops what was replaced, after a time.</param>
public sealed record S3Lifecycle(bool AbortsUploads, bool IsVersioned, bool ExpiresVersions)
{
    /// <summary>Rules that delete objects of the lake, each with what it is for: <c>old (sensor-data/)</c>.</summary>
    public IReadOnlyList<string> Deleting { get; init; } = [];

    /// <summary>Rules that move objects of the lake to where they cannot be read, likewise.</summary>
    public IReadOnlyList<string> Archiving { get; init; } = [];
}
