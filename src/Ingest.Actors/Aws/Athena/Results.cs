namespace Ingest.Actors.Aws.Athena;

public sealed class GetQueryResultsRequest
{
    public string? QueryExecutionId { get; set; }

    public string? NextToken { get; set; }

    /// <summary>1 to 1,000.</summary>
    public int? MaxResults { get; set; }
}

public sealed class GetQueryResultsResponse
{
    public string? NextToken { get; set; }

    public ResultSet? ResultSet { get; set; }

    public long? UpdateCount { get; set; }
}

public sealed class ResultSet
{
    public List<Row>? Rows { get; set; }

    public ResultSetMetadata? ResultSetMetadata { get; set; }
}

public sealed class Row
{
    public List<Datum>? Data { get; set; }
}

public sealed class Datum
{
    /// <summary>Null for NULL.</summary>
    public string? VarCharValue { get; set; }
}

public sealed class ResultSetMetadata
{
    public List<ColumnInfo>? ColumnInfo { get; set; }
}

public sealed class ColumnInfo
{
    public string? Name { get; set; }

    public string? Label { get; set; }

    /// <summary>Such as <c>bigint</c>, <c>decimal</c>, <c>timestamp with time zone</c>.</summary>
    public string? Type { get; set; }

    public int? Precision { get; set; }

    public int? Scale { get; set; }
}
