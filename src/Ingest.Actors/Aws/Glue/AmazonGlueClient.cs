namespace Ingest.Actors.Aws.Glue;

/// <summary>What Ingest needs of the Glue Data Catalog, named and shaped as in AWSSDK.Glue. Each fails with an
/// <see cref="Units.IngestException"/>, whose code <see cref="AwsCodes.Says"/> tells.</summary>
public sealed class AmazonGlueClient
{
    private readonly AwsJsonClient _client;

    public AmazonGlueClient(AwsSpec spec, TimeProvider clock, AwsLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _client = new AwsJsonClient(spec, Service, clock, limits);
        Region = spec.RegionOrAny;
    }

    /// <summary>Whose catalog it is, where that can be said without asking anybody.</summary>
    public string? Region { get; }

    private static AwsService Service { get; } = new("Glue", "glue", "AWSGlue");

    public Task<GetDatabaseResponse> GetDatabaseAsync(GetDatabaseRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<GetDatabaseRequest, GetDatabaseResponse>(
            "GetDatabase", $"database {request.Name}", request, cancellationToken);

    public Task<CreateDatabaseResponse> CreateDatabaseAsync(CreateDatabaseRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<CreateDatabaseRequest, CreateDatabaseResponse>(
            "CreateDatabase", $"database {request.DatabaseInput?.Name}", request, cancellationToken);

    public Task<GetTableResponse> GetTableAsync(GetTableRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<GetTableRequest, GetTableResponse>(
            "GetTable", Table(request.DatabaseName, request.Name), request, cancellationToken);

    /// <summary>A page of a database's tables: at most 100.</summary>
    public Task<GetTablesResponse> GetTablesAsync(GetTablesRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<GetTablesRequest, GetTablesResponse>(
            "GetTables", $"database {request.DatabaseName}", request, cancellationToken);

    public Task<CreateTableResponse> CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<CreateTableRequest, CreateTableResponse>(
            "CreateTable", Table(request.DatabaseName, request.TableInput?.Name), request, cancellationToken);

    public Task<UpdateTableResponse> UpdateTableAsync(UpdateTableRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<UpdateTableRequest, UpdateTableResponse>(
            "UpdateTable", Table(request.DatabaseName, request.TableInput?.Name), request, cancellationToken);

    /// <summary>At most 100 partitions; each may fail by itself.</summary>
    public Task<BatchCreatePartitionResponse> BatchCreatePartitionAsync(
        BatchCreatePartitionRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<BatchCreatePartitionRequest, BatchCreatePartitionResponse>(
            "BatchCreatePartition", Table(request.DatabaseName, request.TableName), request, cancellationToken);

    /// <summary>At most 100 partitions; each may fail by itself.</summary>
    public Task<BatchUpdatePartitionResponse> BatchUpdatePartitionAsync(
        BatchUpdatePartitionRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<BatchUpdatePartitionRequest, BatchUpdatePartitionResponse>(
            "BatchUpdatePartition", Table(request.DatabaseName, request.TableName), request, cancellationToken);

    /// <summary>At most 1,000 partitions; those that there are.</summary>
    public Task<BatchGetPartitionResponse> BatchGetPartitionAsync(
        BatchGetPartitionRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<BatchGetPartitionRequest, BatchGetPartitionResponse>(
            "BatchGetPartition", Table(request.DatabaseName, request.TableName), request, cancellationToken);

    /// <summary>A page of a table's partitions: at most 1,000.</summary>
    public Task<GetPartitionsResponse> GetPartitionsAsync(GetPartitionsRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<GetPartitionsRequest, GetPartitionsResponse>(
            "GetPartitions", Table(request.DatabaseName, request.TableName), request, cancellationToken);

    public Task<StartCrawlerResponse> StartCrawlerAsync(StartCrawlerRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<StartCrawlerRequest, StartCrawlerResponse>(
            "StartCrawler", $"crawler {request.Name}", request, cancellationToken);

    public Task<GetCrawlerResponse> GetCrawlerAsync(GetCrawlerRequest request, CancellationToken cancellationToken = default) =>
        _client.SendAsync<GetCrawlerRequest, GetCrawlerResponse>(
            "GetCrawler", $"crawler {request.Name}", request, cancellationToken);

    private static string Table(string? database, string? name) => $"table {database}.{name}";
}
