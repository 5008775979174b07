namespace Ingest.Actors.Aws.Athena;

public sealed class StartQueryExecutionRequest
{
    /// <summary>32 to 128 characters; the same token starts one query.</summary>
    public string? ClientRequestToken { get; set; }

    public string? QueryString { get; set; }

    public QueryExecutionContext? QueryExecutionContext { get; set; }

    public ResultConfiguration? ResultConfiguration { get; set; }

    public string? WorkGroup { get; set; }
}

public sealed class QueryExecutionContext
{
    public string? Catalog { get; set; }

    public string? Database { get; set; }
}

public sealed class ResultConfiguration
{
    /// <summary>An <c>s3://</c> URL.</summary>
    public string? OutputLocation { get; set; }
}

public sealed class StartQueryExecutionResponse
{
    public string? QueryExecutionId { get; set; }
}

public sealed class StopQueryExecutionRequest
{
    public string? QueryExecutionId { get; set; }
}

public sealed class StopQueryExecutionResponse;

public sealed class ListQueryExecutionsRequest
{
    /// <summary>0 to 50.</summary>
    public int? MaxResults { get; set; }

    public string? WorkGroup { get; set; }
}

public sealed class ListQueryExecutionsResponse
{
    /// <summary>Of the last 45 days.</summary>
    public List<string>? QueryExecutionIds { get; set; }
}

public sealed class GetQueryExecutionRequest
{
    public string? QueryExecutionId { get; set; }
}

public sealed class GetQueryExecutionResponse
{
    public QueryExecution? QueryExecution { get; set; }
}

public sealed class QueryExecution
{
    public string? QueryExecutionId { get; set; }

    public string? Query { get; set; }

    public string? StatementType { get; set; }

    public string? WorkGroup { get; set; }

    public ResultConfiguration? ResultConfiguration { get; set; }

    public QueryExecutionContext? QueryExecutionContext { get; set; }

    public QueryExecutionStatus? Status { get; set; }

    public QueryExecutionStatistics? Statistics { get; set; }
}

public sealed class QueryExecutionStatus
{
    /// <summary>One of <see cref="QueryExecutionState"/>.</summary>
    public string? State { get; set; }

    public string? StateChangeReason { get; set; }

    public DateTime? SubmissionDateTime { get; set; }

    public DateTime? CompletionDateTime { get; set; }

    public AthenaError? AthenaError { get; set; }
}

public sealed class AthenaError
{
    /// <summary>1: Athena's; 2: the user's; 3: another's.</summary>
    public int? ErrorCategory { get; set; }

    public int? ErrorType { get; set; }

    public bool? Retryable { get; set; }

    public string? ErrorMessage { get; set; }
}

public static class QueryExecutionState
{
    public const string QUEUED = "QUEUED";
    public const string RUNNING = "RUNNING";
    public const string SUCCEEDED = "SUCCEEDED";
    public const string FAILED = "FAILED";
    public const string CANCELLED = "CANCELLED";
}

public sealed class QueryExecutionStatistics
{
    public long? DataScannedInBytes { get; set; }

    public long? EngineExecutionTimeInMillis { get; set; }

    public long? TotalExecutionTimeInMillis { get; set; }
}
