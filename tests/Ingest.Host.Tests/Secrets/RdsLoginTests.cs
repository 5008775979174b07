using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Secrets;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;

namespace Ingest.Host.Tests.Secrets;

/// <summary>A token on its way to the server.</summary>
public sealed class RdsLoginTests : IDisposable
{
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly TempFolder _folder = new();
    private readonly CertificateAuthority _authority = new("authority");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static AwsSpec Aws => new() { Region = "eu-central-1", Credentials = new BasicAWSCredentials(Key, Secret) };

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task A_database_that_knows_the_token_lets_it_in()
    {
        (string certificate, string key) = Issue();
        await using OwnMariaDb server = await OwnMariaDb.StartAsync($"--ssl-cert={certificate}", $"--ssl-key={key}");
        string token = RdsToken.Of("127.0.0.1", server.Url.Port, "reader", "eu-central-1", new ImmutableCredentials(Key, Secret, null), _clock.GetUtcNow());
        await server.ExecuteAsync($"CREATE USER reader IDENTIFIED BY '{token}'");
        await server.ExecuteAsync($"GRANT SELECT ON {OwnMariaDb.Schema}.* TO reader");
        SourceSpec spec = await SpecAsync(server.Url.Port);

        await using MySqlConnection connection = await MySqlConnections.Of(spec, TimeProvider.System).OpenAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));
        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => MySqlConnections.Of(spec, TimeProvider.System).OpenAsync(CancellationToken.None));

        Assert.StartsWith(
            $"mysql://127.0.0.1:{server.Url.Port}/sensors denies the user access: RDS took no token; make the user with IDENTIFIED WITH "
            + "AWSAuthenticationPlugin AS 'RDS', turn IAM authentication on",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_asks_for_it_in_the_clear_is_given_it_within_tls()
    {
        (string certificate, string key) = Issue();
        await using var server = new ClearPasswordServer(certificate, key);
        string token = RdsToken.Of("127.0.0.1", server.Port, "reader", "eu-central-1", new ImmutableCredentials(Key, Secret, null), _clock.GetUtcNow());

        await Assert.ThrowsAsync<IngestException>(async () => await MySqlConnections.Of(await SpecAsync(server.Port), TimeProvider.System).OpenAsync(CancellationToken.None));

        Assert.Equal([token], server.Passwords);
    }

    private (string Certificate, string Key) Issue()
    {
        (string certificate, string key) = (Path.Combine(_folder.Path, "server.pem"), Path.Combine(_folder.Path, "server.key"));
        _authority.Issue(certificate, key, "127.0.0.1");
        return (certificate, key);
    }

    private Task<SourceSpec> SpecAsync(int port)
    {
        string ca = _folder.File("ca.pem", _authority.Pem);
        return SecretFixture.SpecAsync(
            $$"""{ "Url": "mysql://reader@127.0.0.1:{{port}}/sensors", "Password": { "RdsToken": true }, "CaFile": "{{ca}}" }""", Aws, _clock);
    }
}
