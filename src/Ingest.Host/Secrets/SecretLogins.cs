using Ingest.Actors.Paging;

namespace Ingest.Host.Secrets;

/// <summary>User and password of a JSON secret. Both may change: rotation with two users takes turns.</summary>
internal sealed class SecretLogins(CachedSecret secret) : ISourceLogins
{
    /// <inheritdoc/>
    public string Advice =>
        $"user and password in {secret.Place}, read once again, are not the database's; let the secret rotate, or write into it what the "
        + "database has, and check the hosts that the user may connect from";

    /// <inheritdoc/>
    public async Task<SourceLogin> ReadAsync(bool anew, CancellationToken cancellation) =>
        DatabaseSecret.Parse(await secret.ReadAsync(anew, cancellation), secret.Place).Login;
}
