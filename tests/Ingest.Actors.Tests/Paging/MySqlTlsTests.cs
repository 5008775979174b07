using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.TestKit;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What a server has to show before it gets a password: real servers with certificates of the test's own.</summary>
public sealed class MySqlTlsTests(TlsServers servers) : IClassFixture<TlsServers>
{
    [SkippableFact]
    public async Task a_server_that_the_ca_file_vouches_for_is_trusted()
    {
        Assert.NotEqual("", await CipherAsync(servers.Spec("127.0.0.1") with { CaFile = servers.Right }));
        Assert.NotEqual("", await CipherAsync(servers.Spec("127.0.0.1") with { CaFile = servers.Right, Tls = SourceTls.VerifyFull }));
    }

    [SkippableFact]
    public async Task a_bundle_of_several_authorities_is_looked_through()
    {
        Assert.NotEqual("", await CipherAsync(servers.Spec("127.0.0.1") with { CaFile = servers.Bundle }));
    }

    [SkippableFact]
    public async Task a_server_that_nobody_in_the_ca_file_vouches_for_is_refused()
    {
        IngestException failure = await FailureAsync(servers.Spec("127.0.0.1") with { CaFile = servers.Wrong });

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.EndsWith(
            "/sensors (issued by right) is vouched for by nobody in Source.CaFile: name the PEM file of its CA in Source.CaFile; for RDS and "
            + "Aurora that is https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task a_server_that_the_system_does_not_know_is_refused()
    {
        IngestException failure = await FailureAsync(servers.Spec("127.0.0.1") with { Tls = SourceTls.VerifyFull });

        Assert.Contains("(issued by right) is vouched for by nobody whom this machine trusts: name", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task a_certificate_of_another_name_is_refused_but_where_names_are_not_looked_at()
    {
        SourceSpec spec = servers.Spec("localhost") with { CaFile = servers.Right };

        IngestException failure = await FailureAsync(spec);

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.EndsWith(
            "/sensors is issued for 127.0.0.1, not for localhost: connect by a name that it has, or set Source.Tls to verify-ca where there is "
            + "none, as behind a tunnel.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.NotEqual("", await CipherAsync(spec with { Tls = SourceTls.VerifyCa }));
    }

    [SkippableFact]
    public async Task an_authority_is_not_trusted_less_because_the_name_is_not_looked_at()
    {
        IngestException failure = await FailureAsync(servers.Spec("localhost") with { CaFile = servers.Wrong, Tls = SourceTls.VerifyCa });

        Assert.Contains("is vouched for by nobody in Source.CaFile", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task a_certificate_whose_time_is_over_is_refused()
    {
        await using OwnMariaDb server = await servers.StartAsync("127.0.0.1", expired: true);

        IngestException failure = await FailureAsync(TlsServers.Spec(server, "127.0.0.1") with { CaFile = servers.Right });

        Assert.Contains("is out of date (its own is valid from ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("renew it on the server, or set this machine's clock right.", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task a_clients_certificate_of_the_same_authority_does_not_prove_a_server()
    {
        await using OwnMariaDb client = await servers.StartAsync("127.0.0.1", expired: false, CertificateAuthority.ForClients);
        await using OwnMariaDb silent = await servers.StartAsync("127.0.0.1", expired: false, usage: null);

        IngestException failure = await FailureAsync(TlsServers.Spec(client, "localhost") with { CaFile = servers.Right, Tls = SourceTls.VerifyCa });

        Assert.EndsWith("is not meant for servers (its extended key usage): give the server one that is.", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual("", await CipherAsync(TlsServers.Spec(silent, "127.0.0.1") with { CaFile = servers.Right }));
    }

    [SkippableFact]
    public async Task a_server_without_tls_is_refused_but_where_none_is_asked_for()
    {
        await using OwnMariaDb plain = await OwnMariaDb.StartAsync("--skip-ssl");
        SourceSpec spec = TlsServers.Spec(plain, "127.0.0.1");

        IngestException failure = await FailureAsync(spec with { Tls = SourceTls.Required });

        Assert.Equal(
            (FailureKind.Permanent, $"mysql://127.0.0.1:{plain.Url.Port}/sensors offers no TLS: turn it on there, or set Source.Tls to off to send everything in the clear."),
            (failure.Kind, failure.Message));
        Assert.Equal(failure.Message, (await FailureAsync(spec with { CaFile = servers.Right })).Message);
        Assert.Equal("", await CipherAsync(spec));
        Assert.Equal("", await CipherAsync(spec with { Tls = SourceTls.Off }));
    }

    [SkippableFact]
    public async Task without_verification_whoever_answers_is_encrypted_with_and_off_is_off()
    {
        SourceSpec spec = servers.Spec("localhost");

        Assert.NotEqual("", await CipherAsync(spec));
        Assert.NotEqual("", await CipherAsync(spec with { Tls = SourceTls.Required }));
        Assert.Equal("", await CipherAsync(spec with { Tls = SourceTls.Off }));
    }

    [SkippableFact]
    public async Task a_query_is_interrupted_over_a_verified_connection_too()
    {
        await using SourceSession session = await MySqlSource.Of(servers.Spec("127.0.0.1") with { CaFile = servers.Right }, TimeProvider.System)
            .ConnectAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Task<List<long>> query = session.ListAsync(session.Command("SELECT SLEEP(600)"), row => row.GetInt64(0), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
    }

    [Theory]
    [InlineData("127.0.0.1", MySqlSslMode.Preferred)]
    [InlineData("127.8.9.10", MySqlSslMode.Preferred)]
    [InlineData("[::1]", MySqlSslMode.Preferred)]
    [InlineData("LocalHost", MySqlSslMode.Preferred)]
    [InlineData("reader.example", MySqlSslMode.Required)]
    [InlineData("localhost.example", MySqlSslMode.Required)]
    [InlineData("10.0.0.1", MySqlSslMode.Required)]
    [InlineData("[::2]", MySqlSslMode.Required)]
    public void every_host_but_a_loopback_one_is_verified(string host, MySqlSslMode mode)
    {
        var spec = new SourceSpec($"mysql://user@{host}/schema");
        var tls = MySqlTls.Of(MySqlUrl.Parse(spec.Url), spec);

        Assert.Equal((mode, mode == MySqlSslMode.Required), (tls.Mode, tls.Check() is not null));
    }

    [Fact]
    public void a_ca_file_that_is_none_is_said_before_anything_is_asked()
    {
        string folder = Directory.CreateTempSubdirectory("ingest-ca-").FullName;
        string text = Path.Combine(folder, "text.pem");
        string damaged = Path.Combine(folder, "damaged.pem");
        File.WriteAllText(text, "no certificate");
        File.WriteAllText(damaged, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        Assert.StartsWith($"Source.CaFile {folder}/none.pem cannot be read: ", Refused($"{folder}/none.pem"), StringComparison.Ordinal);
        Assert.Equal(
            $"Source.CaFile {text} has no certificate: a PEM file is expected, with one block -----BEGIN CERTIFICATE----- or more.", Refused(text));
        Assert.StartsWith($"Source.CaFile {damaged} has a certificate that is damaged: ", Refused(damaged), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string Refused(string file) =>
        Assert.Throws<IngestException>(() => SourceDatabase.Open(new SourceSpec("mysql://user@host/schema") { CaFile = file })).Message;

    private static async Task<IngestException> FailureAsync(SourceSpec spec)
    {
        await using ISourceDatabase database = SourceDatabase.Open(spec);
        return await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(CancellationToken.None));
    }

    /// <summary>What the server says of the connection; empty without TLS.</summary>
    private static async Task<string> CipherAsync(SourceSpec spec)
    {
        await using MySqlConnection connection = await MySqlConnections.Of(spec, TimeProvider.System).OpenAsync(CancellationToken.None);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW STATUS LIKE 'Ssl_cipher'";
        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return reader.GetString(1);
    }
}

/// <summary>Two authorities, and a server with a certificate of one of them for the name <c>127.0.0.1</c>.</summary>
public sealed class TlsServers : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingest-tls-").FullName;
    private readonly CertificateAuthority _right = new("right");
    private readonly CertificateAuthority _wrong = new("wrong");
    private OwnMariaDb? _server;

    public string Right => Path.Combine(_folder, "right.pem");

    public string Wrong => Path.Combine(_folder, "wrong.pem");

    /// <summary>Both, with text between them as in RDS's.</summary>
    public string Bundle => Path.Combine(_folder, "bundle.pem");

    public SourceSpec Spec(string host)
    {
        Skip.If(_server is null, "needs a MariaDB server of its own");
        return Spec(_server!, host);
    }

    public static SourceSpec Spec(OwnMariaDb server, string host) =>
        new($"mysql://{OwnMariaDb.User}@{host}:{server.Url.Port}/{OwnMariaDb.Schema}") { Password = OwnMariaDb.Password };

    public async Task<OwnMariaDb> StartAsync(string name, bool expired, string? usage = CertificateAuthority.ForServers)
    {
        string certificate = Path.Combine(_folder, $"{Guid.NewGuid():N}.pem");
        string key = $"{certificate}.key";
        _right.Issue(certificate, key, name, expired, usage);
        return await OwnMariaDb.StartAsync($"--ssl-cert={certificate}", $"--ssl-key={key}");
    }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Right, _right.Pem);
        await File.WriteAllTextAsync(Wrong, _wrong.Pem);
        await File.WriteAllTextAsync(Bundle, $"# wrong\n{_wrong.Pem}\n\n# right\n{_right.Pem}\n");
        try
        {
            _server = await StartAsync("127.0.0.1", expired: false);
        }
        catch (SkipException)
        {
            // Each test says so.
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _right.Dispose();
        _wrong.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
