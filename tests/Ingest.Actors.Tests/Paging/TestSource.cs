using System.Data.Common;
using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>A database with tables of a test's own making.</summary>
public abstract class TestSource : IAsyncLifetime
{
    /// <summary>Opens the database under test. Skips the test where there is none.</summary>
    public abstract ISourceDatabase Open();

    /// <summary>Runs a statement on a connection apart from the code under test.</summary>
    public abstract Task ExecuteAsync(string sql);

    /// <summary>A text type that tells no case apart and may be a key.</summary>
    public abstract string CaselessText { get; }

    /// <summary>A text type that tells every two texts apart and may be a key.</summary>
    public abstract string ExactText { get; }

    /// <summary>The first column of a query's rows, on a connection apart from the code under test.</summary>
    public abstract Task<List<string>> ColumnAsync(string sql);

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>A table of readings with an index on time: <c>id, sensor, received_at, payload</c>.</summary>
    public async Task CreateReadingsAsync(string table, IEnumerable<(long Id, int Sensor, string? Time, string Payload)> rows, bool index = true)
    {
        await ExecuteAsync($"CREATE TABLE {table} (id BIGINT NOT NULL, sensor INT, received_at DATETIME{Fraction}, payload BLOB, PRIMARY KEY (id))");
        if (index)
        {
            await ExecuteAsync($"CREATE INDEX {table}_time ON {table} (received_at)");
        }

        foreach ((long Id, int Sensor, string? Time, string Payload)[] chunk in rows.Chunk(2000))
        {
            IEnumerable<string> values = chunk.Select(row =>
                $"({row.Id}, {row.Sensor}, {(row.Time is null ? "NULL" : $"'{row.Time}'")}, x'{row.Payload}')");
            await ExecuteAsync($"INSERT INTO {table} VALUES {string.Join(", ", values)}");
        }
    }

    /// <summary>What follows DATETIME where it is to hold microseconds.</summary>
    public abstract string Fraction { get; }

    /// <summary>The configuration of a table of <see cref="CreateReadingsAsync"/>.</summary>
    public static TableSpec Readings(string table) => new()
    {
        Name = table,
        SourceTable = table,
        Path = table,
        Key = ["id"],
        Time = new TimeSpec("received_at"),
        Columns = ["sensor"],
        Payload = new PayloadSpec("payload", new NoDecoder()),
    };

    /// <summary>The configuration of a table of <see cref="CreateReadingsAsync"/> that is cut into blocks of keys.</summary>
    public static TableSpec Blocks(string table, long size = 1000) =>
        Readings(table) with { Key = [], Time = null, KeyBlock = size };

    /// <summary>A copied table.</summary>
    public static TableSpec Copy(string table, params string[] key) =>
        new() { Name = "copied", SourceTable = table, Path = "copied", Key = key };

    /// <summary>Every row of an interval as text, in the order of the pages.</summary>
    public static async Task<List<string>> ReadAsync(
        ISourceSnapshot snapshot, SourceTable table, UnitInterval interval, int pageBytes = 2 * 1024 * 1024)
    {
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, interval, CancellationToken.None);
        await using IPageReader pages = snapshot.Read(table, interval, fingerprint, pageBytes);
        var rows = new List<string>();
        while (await pages.NextAsync(CancellationToken.None) is { } page)
        {
            using (page)
            {
                Assert.NotEqual(0, page.Rows);
                rows.AddRange(Enumerable.Range(0, page.Rows).Select(row => LakeText.Of(page.Columns, row)));
            }
        }

        Assert.Equal(fingerprint.Rows, rows.Count);
        return rows;
    }

    protected static async Task<List<string>> ColumnAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    /// <summary>Every row of a table's interval, in a snapshot of its own.</summary>
    public async Task<List<string>> ReadAsync(TableSpec spec, UnitInterval interval, int pageBytes = 2 * 1024 * 1024)
    {
        await using ISourceDatabase database = Open();
        SourceTable table = await database.ResolveAsync(spec, CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        return await ReadAsync(snapshot, table, interval, pageBytes);
    }

    private sealed class NoDecoder : IPayloadDecoder
    {
        public string Codec => "none";

        public int Version => 1;

        public IReadOnlyList<Channel> Channels { get; } = [new Channel("temperature", 2)];

        public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples) => throw new NotSupportedException();
    }
}

public sealed class MariaDbSource : TestSource
{
    public MariaDbFixture Fixture { get; } = new();

    public override string CaselessText => "VARCHAR(50) COLLATE utf8mb4_general_ci";

    public override string ExactText => "VARCHAR(50) COLLATE utf8mb4_bin";

    public override string Fraction => "(6)";

    public override ISourceDatabase Open() => SourceDatabase.Open(new SourceSpec(Fixture.Url));

    public override Task ExecuteAsync(string sql)
    {
        MariaDb.Require();
        return Fixture.ExecuteAsync(sql);
    }

    public override async Task<List<string>> ColumnAsync(string sql)
    {
        await using MySqlConnector.MySqlConnection connection = await Fixture.ConnectAsync();
        return await ColumnAsync(connection, sql);
    }

    public override Task InitializeAsync() => Fixture.InitializeAsync();

    public override Task DisposeAsync() => Fixture.DisposeAsync();
}

public sealed class SqliteFileSource : TestSource
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingest-sqlite-");

    public string File => Path.Combine(_folder.FullName, "source.db");

    public override string CaselessText => "VARCHAR(50) COLLATE NOCASE";

    public override string ExactText => "VARCHAR(50)";

    public override string Fraction => "";

    public override ISourceDatabase Open() => SourceDatabase.Open(new SourceSpec($"sqlite://{File}"));

    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public override async Task<List<string>> ColumnAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        return await ColumnAsync(connection, sql);
    }

    public override Task InitializeAsync() => ExecuteAsync("PRAGMA journal_mode = WAL");

    public override Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
