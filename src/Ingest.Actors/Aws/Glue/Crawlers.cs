namespace Ingest.Actors.Aws.Glue;

public sealed class StartCrawlerRequest
{
    public string? Name { get; set; }
}

public sealed class StartCrawlerResponse;

public sealed class GetCrawlerRequest
{
    public string? Name { get; set; }
}

public sealed class GetCrawlerResponse
{
    public Crawler? Crawler { get; set; }
}

public sealed class Crawler
{
    public string? Name { get; set; }

    /// <summary>One of <see cref="CrawlerState"/>.</summary>
    public string? State { get; set; }

    public string? DatabaseName { get; set; }

    public string? TablePrefix { get; set; }

    public CrawlerTargets? Targets { get; set; }

    public SchemaChangePolicy? SchemaChangePolicy { get; set; }

    /// <summary>Milliseconds that the crawl under way has taken.</summary>
    public long? CrawlElapsedTime { get; set; }

    /// <summary>The last that ended.</summary>
    public LastCrawlInfo? LastCrawl { get; set; }
}

public sealed class SchemaChangePolicy
{
    /// <summary><see cref="Glue.UpdateBehavior.LOG"/>, or that the catalog is updated.</summary>
    public string? UpdateBehavior { get; set; }
}

/// <summary>What a crawler does when columns have changed.</summary>
public static class UpdateBehavior
{
    public const string LOG = "LOG";
}

public sealed class CrawlerTargets
{
    public List<S3Target>? S3Targets { get; set; }
}

public sealed class S3Target
{
    /// <summary>An <c>s3://</c> URL.</summary>
    public string? Path { get; set; }

    /// <summary>Glob patterns under the path.</summary>
    public List<string>? Exclusions { get; set; }
}

public static class CrawlerState
{
    public const string READY = "READY";
    public const string RUNNING = "RUNNING";
    public const string STOPPING = "STOPPING";
}

public sealed class LastCrawlInfo
{
    /// <summary>One of <see cref="LastCrawlStatus"/>.</summary>
    public string? Status { get; set; }

    public string? ErrorMessage { get; set; }

    public string? LogGroup { get; set; }

    public string? LogStream { get; set; }

    public DateTime? StartTime { get; set; }
}

public static class LastCrawlStatus
{
    public const string SUCCEEDED = "SUCCEEDED";
    public const string CANCELLED = "CANCELLED";
    public const string FAILED = "FAILED";
}
