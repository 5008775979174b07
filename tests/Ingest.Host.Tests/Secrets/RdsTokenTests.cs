using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;
using Ingest.Host.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Tokens are those that <c>aws rds generate-db-auth-token</c> makes: these are botocore's, its clock held.</summary>
public sealed class RdsTokenTests
{
    private const string Host = "db.cluster-abc.eu-central-1.rds.amazonaws.com";
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private const string Expected =
        "db.cluster-abc.eu-central-1.rds.amazonaws.com:3306/?Action=connect&DBUser=ingest%20user&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-central-1%2Frds-db%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900"
        + "&X-Amz-SignedHeaders=host&X-Amz-Signature=7e719c0ca06ecee449ae9ed1cf27ace8250767fb191215c089ec5a298e11bfaf";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_token_is_a_presigned_url_without_its_scheme() =>
        Assert.Equal(Expected, RdsToken.Of(Host, 3306, "ingest user", "eu-central-1", new ImmutableCredentials(Key, Secret, null), Now));

    [Fact]
    public void A_session_is_signed_too()
    {
        string token = RdsToken.Of(Host, 3306, "ingest user", "eu-central-1", new ImmutableCredentials(Key, Secret, "FwoG/session+token=="), Now);

        Assert.Contains("&X-Amz-Security-Token=FwoG%2Fsession%2Btoken%3D%3D&", token, StringComparison.Ordinal);
        Assert.EndsWith("&X-Amz-Signature=06bedb02fcf6d927e7cef90e413b7be4a261737effc1e7c862f9c57e2e9a5d43", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_made_for_each_connection_in_the_region_of_its_host()
    {
        var clock = new FakeTimeProvider(Now);
        var aws = new AwsSpec { Region = "us-east-1", Credentials = new BasicAWSCredentials(Key, Secret) };
        var logins = new RdsTokenLogins(new Uri($"mysql://ingest%20user@{Host}/sensors"), aws, clock);

        SourceLogin first = await logins.ReadAsync(anew: false, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        SourceLogin second = await logins.ReadAsync(anew: false, CancellationToken.None);

        Assert.Equal(new SourceLogin(null, Expected), first);
        Assert.Contains("20260102T030406Z", second.Password, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_tells_no_region_is_in_that_of_the_configuration()
    {
        var aws = new AwsSpec { Region = "ap-southeast-2", Credentials = new BasicAWSCredentials(Key, Secret) };
        var logins = new RdsTokenLogins(new Uri("mysql://ingest@db.internal:3307/sensors"), aws, new FakeTimeProvider(Now));

        SourceLogin login = await logins.ReadAsync(anew: false, CancellationToken.None);

        Assert.StartsWith("db.internal:3307/?", login.Password, StringComparison.Ordinal);
        Assert.Contains("%2Fap-southeast-2%2Frds-db%2F", login.Password, StringComparison.Ordinal);
    }
}
