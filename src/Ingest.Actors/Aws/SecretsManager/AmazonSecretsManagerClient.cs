namespace Ingest.Actors.Aws.SecretsManager;

/// <summary>What Ingest needs of Secrets Manager, named and shaped as in AWSSDK.SecretsManager.</summary>
public sealed class AmazonSecretsManagerClient
{
    private readonly AwsJsonClient _client;

    public AmazonSecretsManagerClient(AwsSpec spec, TimeProvider clock, AwsLimits? limits = null) =>
        _client = new AwsJsonClient(spec, Service, clock, limits);

    private static AwsService Service { get; } = new("Secrets Manager", "secretsmanager", "secretsmanager");

    /// <exception cref="Units.IngestException">Its code may be <c>ResourceNotFoundException</c>.</exception>
    public Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.SendAsync<GetSecretValueRequest, GetSecretValueResponse>(
            "GetSecretValue", $"secret {request.SecretId}", request, cancellationToken);
    }
}
