using Ingest.Actors.Paging;

namespace Ingest.Host.Secrets;

/// <summary>The user of the URL with a password that is read for each connection.</summary>
/// <param name="secret">Where it is.</param>
/// <param name="mayBeJson">Whether a JSON object stands for its member <c>password</c>.</param>
internal sealed class PasswordLogins(Func<bool, CancellationToken, Task<string>> secret, string place, bool mayBeJson) : ISourceLogins
{
    /// <inheritdoc/>
    public string Advice =>
        $"the password in {place}, read once again, is not the database's; change it where only the other was changed, and check the user in "
        + "Source.Url and the hosts that the user may connect from";

    /// <inheritdoc/>
    public async Task<SourceLogin> ReadAsync(bool anew, CancellationToken cancellation)
    {
        string text = await secret(anew, cancellation);
        return new SourceLogin(null, mayBeJson && DatabaseSecret.TryParse(text, place) is { } json ? json.Password : text);
    }
}
