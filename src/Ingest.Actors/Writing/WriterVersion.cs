namespace Ingest.Actors.Writing;

/// <summary>Which bytes this build writes for given rows and schema.</summary>
public static class WriterVersion
{
    /// <summary>Raised whenever the same rows give other bytes: another encoding, compression level, statistic or
    /// version of a library that takes part. The golden hashes of the tests guard it.</summary>
    public const int Current = 1;

    /// <summary>The footer's <c>created_by</c>, in the form that readers parse: the application, <c>version</c>, and
    /// which.</summary>
    public static readonly string CreatedBy = $"Ingest version {Current}";
}
