namespace Ingest.Actors.Aws.Athena;

/// <summary>What Ingest needs of Athena, named and shaped as in AWSSDK.Athena.</summary>
public sealed class AmazonAthenaClient
{
    private readonly AwsJsonClient _client;

    public AmazonAthenaClient(AwsSpec spec, TimeProvider clock, AwsLimits? limits = null) =>
        _client = new AwsJsonClient(spec, Service, clock, limits);

    private static AwsService Service { get; } = new("Athena", "athena", "AmazonAthena");

    /// <summary>Starts a query; with a <see cref="StartQueryExecutionRequest.ClientRequestToken"/> it is started once, however often it is sent.</summary>
    public Task<StartQueryExecutionResponse> StartQueryExecutionAsync(
        StartQueryExecutionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<StartQueryExecutionRequest, StartQueryExecutionResponse>(
            "StartQueryExecution", $"workgroup {request.WorkGroup ?? "primary"}", request, cancellationToken);
    }

    public Task<GetQueryExecutionResponse> GetQueryExecutionAsync(
        GetQueryExecutionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<GetQueryExecutionRequest, GetQueryExecutionResponse>(
            "GetQueryExecution", $"query {request.QueryExecutionId}", request, cancellationToken);
    }

    /// <summary>A page of results: at most 1,000 rows; the first page of a SELECT begins with the names of the columns.</summary>
    public Task<GetQueryResultsResponse> GetQueryResultsAsync(
        GetQueryResultsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<GetQueryResultsRequest, GetQueryResultsResponse>(
            "GetQueryResults", $"query {request.QueryExecutionId}", request, cancellationToken);
    }

    public Task<StopQueryExecutionResponse> StopQueryExecutionAsync(
        StopQueryExecutionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<StopQueryExecutionRequest, StopQueryExecutionResponse>(
            "StopQueryExecution", $"query {request.QueryExecutionId}", request, cancellationToken);
    }

    /// <summary>A page of a workgroup's queries: at most 50.</summary>
    public Task<ListQueryExecutionsResponse> ListQueryExecutionsAsync(
        ListQueryExecutionsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<ListQueryExecutionsRequest, ListQueryExecutionsResponse>(
            "ListQueryExecutions", $"workgroup {request.WorkGroup ?? "primary"}", request, cancellationToken);
    }

    public Task<GetWorkGroupResponse> GetWorkGroupAsync(GetWorkGroupRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<GetWorkGroupRequest, GetWorkGroupResponse>(
            "GetWorkGroup", $"workgroup {request.WorkGroup}", request, cancellationToken);
    }
}
