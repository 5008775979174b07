using Ingest.Actors.Aws;

namespace Ingest.Host.Secrets;

/// <summary>A secret in Parameter Store.</summary>
internal sealed class ParameterSecret(string name, AwsSpec aws) : ISecret
{
    private readonly ParameterStore _store = new(aws);

    /// <inheritdoc/>
    public string Place => $"the parameter {name}";

    /// <inheritdoc/>
    public async Task<string> ReadAsync(CancellationToken cancellation) => SecretText.Of(await _store.GetAsync(name, cancellation), Place);
}
