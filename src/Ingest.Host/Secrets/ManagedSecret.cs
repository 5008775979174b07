using Ingest.Actors.Aws;
using Ingest.Actors.Aws.SecretsManager;
using Ingest.Actors.Units;

namespace Ingest.Host.Secrets;

/// <summary>A secret in Secrets Manager, whole.</summary>
/// <param name="id">Its name or its ARN.</param>
/// <param name="aws">How Secrets Manager is reached.</param>
/// <param name="clock">Signs by it.</param>
internal sealed class ManagedSecret(string id, AwsSpec aws, TimeProvider clock) : ISecret
{
    private readonly AmazonSecretsManagerClient _client = new(aws, clock);

    /// <inheritdoc/>
    public string Place => $"the secret {id}";

    /// <inheritdoc/>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        GetSecretValueResponse answer = await _client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = id }, cancellation);
        return answer.SecretBinary is null
            ? SecretText.Of(answer.SecretString ?? "", Place)
            : throw IngestException.Permanent($"The secret {id} is binary: put it into Secrets Manager as a string.");
    }
}
