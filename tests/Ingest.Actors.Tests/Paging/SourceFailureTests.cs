using System.Data.Common;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What goes wrong with a database, as a sentence and as something that may pass or may not.</summary>
public sealed class SourceFailureTests(MariaDbSource source) : IClassFixture<MariaDbSource>
{
    [Theory]
    [InlineData("postgres://user@host/schema", "Source.Url must begin with mysql:// or sqlite:")]
    [InlineData("nonsense", "Source.Url must begin with mysql:// or sqlite:")]
    [InlineData("mysql://host/schema", "Source.Url is no mysql://user@host:3306/schema")]
    [InlineData("mysql://user@host", "Source.Url is no mysql://user@host:3306/schema")]
    [InlineData("mysql://user@host/schema?ssl=1", "Source.Url has options after its schema")]
    [InlineData("sqlite://", "Source.Url names no file")]
    [InlineData("sqlite:", "Source.Url names no file")]
    public void A_url_that_is_none_is_refused(string url, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<IngestException>(() => SourceDatabase.Open(new SourceSpec(url))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("mysql://us%40er:s3cret@db.example/sensors", "mysql://db.example:3306/sensors")]
    [InlineData("mysql://user@[::1]:3307/sensors", "mysql://[::1]:3307/sensors")]
    [InlineData("sqlite:///var/lib/my%20data.db", "sqlite:/var/lib/my data.db")]
    [InlineData("sqlite:data/x.db", "sqlite:data/x.db")]
    public void A_database_is_named_without_its_password(string url, string name) =>
        Assert.Equal(name, SourceDatabase.Open(new SourceSpec(url)).Name);

    [Theory]
    [InlineData("SslCert", "/client.pem", null)]
    [InlineData("SslMode", "Required", "Source.Options must not set 'SslMode': Source.Tls says how far TLS goes, and Source.CaFile whom it trusts.")]
    [InlineData("ssl-ca", "/ca.pem", "Source.Options must not set 'ssl-ca': Source.Tls says")]
    [InlineData("SkipCertificateRevocationCheck", "true", "Source.Options must not set 'SkipCertificateRevocationCheck': Source.Tls says")]
    [InlineData("Ssl Mode", "Perhaps", "Source.Options 'Ssl Mode' is no keyword of the database driver")]
    [InlineData("Colour", "red", "Source.Options 'Colour' is no keyword of the database driver")]
    [InlineData("TreatTinyAsBoolean", "true", "Source.Options must not set 'TreatTinyAsBoolean'")]
    [InlineData("Host", "elsewhere", "Source.Options must not set 'Host'")]
    public void Options_are_the_drivers_keywords_but_for_what_the_pager_rests_on(string keyword, string value, string? sentence)
    {
        var spec = new SourceSpec("mysql://user@host/schema") { Options = new Dictionary<string, string> { [keyword] = value } };

        if (sentence is null)
        {
            Assert.NotNull(SourceDatabase.Open(spec));
            return;
        }

        Assert.StartsWith(sentence, Assert.Throws<IngestException>(() => SourceDatabase.Open(spec)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_password_is_permanent()
    {
        MariaDb.Require();
        IngestException failure = await FailureAsync(new SourceSpec(source.Fixture.Url) { Password = "wrong" });

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.Contains("denies the user access: check the user in Source.Url, Source.Password", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unknown_schema_is_permanent()
    {
        IngestException failure = await FailureAsync(new SourceSpec(MariaDb.Require().AbsoluteUri.Replace("/ingest_test", "/no_such", StringComparison.Ordinal)));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.StartsWith("There is no schema of that name at mysql://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_transient()
    {
        // Nothing listens on port 1.
        IngestException failure = await FailureAsync(new SourceSpec("mysql://user@127.0.0.1:1/schema"));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("cannot be reached: check host and port in Source.Url", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sqlite_file_that_is_missing_or_none_is_permanent()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ingest-no-sqlite-");
        string noDatabase = Path.Combine(folder.FullName, "text.db");
        await File.WriteAllTextAsync(noDatabase, string.Concat(Enumerable.Repeat("this is no database ", 100)));

        IngestException missing = await FailureAsync(new SourceSpec($"sqlite://{folder.FullName}/missing.db"));
        IngestException none = await FailureAsync(new SourceSpec($"sqlite://{noDatabase}"));

        Assert.Equal((FailureKind.Permanent, FailureKind.Permanent), (missing.Kind, none.Kind));
        Assert.Contains("cannot be opened: check that the file exists", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is no SQLite database: check Source.Url", none.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task A_connection_that_breaks_in_the_middle_of_a_page_is_transient_and_no_end()
    {
        await source.ExecuteAsync("CREATE TABLE large (id BIGINT PRIMARY KEY, sensor INT, received_at DATETIME, payload BLOB, INDEX (received_at))");
        await source.ExecuteAsync("INSERT INTO large SELECT seq, 1, '2021-01-01', REPEAT('x', 60000) FROM seq_1_to_800");
        UnitInterval day = UnitInterval.Of(new DateOnly(2021, 1, 1));
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Readings("large"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, day, CancellationToken.None);
        await using IPageReader pages = snapshot.Read(table, day, fingerprint, 100_000);
        Assert.NotNull(await pages.NextAsync(CancellationToken.None));

        await KillAllAsync();

        IngestException failure = await Assert.ThrowsAsync<IngestException>(async () =>
        {
            while (await pages.NextAsync(CancellationToken.None) is not null)
            {
            }
        });
        Assert.Equal(FailureKind.Transient, failure.Kind);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pages.NextAsync(CancellationToken.None));
        Assert.Equal(
            FailureKind.Transient,
            (await Assert.ThrowsAsync<IngestException>(() => snapshot.FingerprintAsync(table, day, CancellationToken.None))).Kind);
    }

    [SkippableFact]
    public async Task A_reader_disposed_in_the_middle_of_a_query_leaves_the_snapshot_usable()
    {
        await source.ExecuteAsync("CREATE TABLE wide (id BIGINT PRIMARY KEY, sensor INT, received_at DATETIME, payload BLOB, INDEX (received_at))");
        await source.ExecuteAsync("INSERT INTO wide SELECT seq, 1, '2021-01-01', REPEAT('x', 60000) FROM seq_1_to_800");
        UnitInterval day = UnitInterval.Of(new DateOnly(2021, 1, 1));
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Readings("wide"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, day, CancellationToken.None);

        await using (IPageReader pages = snapshot.Read(table, day, fingerprint, 1))
        {
            Assert.NotNull(await pages.NextAsync(CancellationToken.None));
        }

        Assert.Equal(fingerprint, await snapshot.FingerprintAsync(table, day, CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_long_query_ends_soon_after_it_is_cancelled()
    {
        MariaDb.Require();
        await using SourceSession session = await MySqlSource.Of(new SourceSpec(source.Fixture.Url), TimeProvider.System).ConnectAsync(CancellationToken.None);
        await using DbCommand command = session.Command("SELECT SLEEP(60)");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        long start = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.ListAsync(command, row => row.GetInt64(0), cancellation.Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [SkippableFact]
    public async Task A_query_that_takes_too_long_is_transient()
    {
        MariaDb.Require();
        var spec = new SourceSpec(source.Fixture.Url) { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using SourceSession session = await MySqlSource.Of(spec, TimeProvider.System).ConnectAsync(CancellationToken.None);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => session.ExecuteAsync("SELECT COUNT(*) FROM seq_1_to_100000000000 WHERE seq MOD 7 = SLEEP(0)", CancellationToken.None));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.EndsWith("did not answer in time.", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task How_long_a_query_may_take_is_an_option_of_the_driver_too()
    {
        MariaDb.Require();
        var spec = new SourceSpec(source.Fixture.Url) { Options = new Dictionary<string, string> { ["Default Command Timeout"] = "1" } };
        await using SourceSession session = await MySqlSource.Of(spec, TimeProvider.System).ConnectAsync(CancellationToken.None);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => session.ExecuteAsync("SELECT COUNT(*) FROM seq_1_to_100000000000 WHERE seq MOD 7 = SLEEP(0)", CancellationToken.None));

        Assert.EndsWith("did not answer in time.", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IngestException> FailureAsync(SourceSpec spec)
    {
        await using ISourceDatabase database = SourceDatabase.Open(spec);
        return await Assert.ThrowsAsync<IngestException>(() => database.OpenAsync(CancellationToken.None));
    }

    /// <summary>Ends every other connection to the schema, as a server that goes down does.</summary>
    private Task KillAllAsync() => source.Fixture.ExecuteAsync(
        """
        BEGIN NOT ATOMIC
          FOR other IN (SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()) DO
            EXECUTE IMMEDIATE CONCAT('KILL ', other.ID);
          END FOR;
        END
        """);
}
