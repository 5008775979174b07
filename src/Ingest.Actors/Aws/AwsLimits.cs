namespace Ingest.Actors.Aws;

/// <summary>How patient a client is.</summary>
public sealed record AwsLimits
{
    /// <summary>Repetitions of a request that was throttled, failed in the service or was lost, after the first attempt.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>About the delay before the first repetition; each is twice the one before, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>No delay is longer.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An attempt takes no longer.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(30);
}
