using System.Text.RegularExpressions;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;

namespace Ingest.Host.Secrets;

/// <summary>A token of the AWS identity in the place of a password, made for each connection.</summary>
/// <param name="url">The database, with its user.</param>
/// <param name="aws">Who connects, and in which region where the host's name does not tell.</param>
/// <param name="clock">Tokens begin by it.</param>
internal sealed partial class RdsTokenLogins(Uri url, AwsSpec aws, TimeProvider clock) : ISourceLogins
{
    /// <inheritdoc/>
    public string Advice =>
        "RDS took no token; make the user with IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS', turn IAM authentication on for the database, "
        + "allow rds-db:connect on that user to the AWS identity (docs/permissions.md), and check that this machine's clock is right";

    /// <inheritdoc/>
    public bool NeedsTls => true;

    /// <inheritdoc/>
    public async Task<SourceLogin> ReadAsync(bool anew, CancellationToken cancellation)
    {
        // The database may be elsewhere than the lake.
        string region = RegionOfHost().Match(url.IdnHost) is { Success: true } found
            ? found.Groups[1].Value
            : await aws.FindRegionAsync(cancellation);
        string token = RdsToken.Of(
            url.IdnHost,
            url.Port < 0 ? SourceAccess.PortDefault : url.Port,
            Uri.UnescapeDataString(url.UserInfo),
            region,
            await aws.FindCredentialsAsync(cancellation),
            clock.GetUtcNow());
        return new SourceLogin(null, token);
    }

    [GeneratedRegex(@"\.([a-z]{2}(?:-[a-z]+)+-\d+)\.rds\.amazonaws\.com(?:\.cn)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex RegionOfHost();
}
