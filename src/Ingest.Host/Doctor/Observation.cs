namespace Ingest.Host.Doctor;

/// <summary>One thing that the configuration needs, and how it was found.</summary>
/// <param name="Area">What it belongs to: <c>source</c>, <c>table raw_sensor_data</c>, <c>lake</c>, <c>catalog</c>.</param>
/// <param name="Subject">The thing: <c>login</c>, <c>index</c>, <c>s3:AbortMultipartUpload</c>.</param>
/// <param name="Verdict">How it was found.</param>
/// <param name="Sentence">What was seen, or what to do.</param>
internal sealed record Observation(string Area, string Subject, Verdict Verdict, string Sentence)
{
    /// <summary>The service that was asked was not reached, and would not be for the next thing either.</summary>
    public bool IsUnreached { get; init; }
}

/// <summary>How a thing was found.</summary>
internal enum Verdict
{
    Ok,

    /// <summary>Everything works, and yet an operator should know.</summary>
    Warning,

    /// <summary>Not there, or not allowed.</summary>
    Missing,

    /// <summary>Not looked at, because of what was found before.</summary>
    Skipped,
}
