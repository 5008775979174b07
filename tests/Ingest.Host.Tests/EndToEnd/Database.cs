using System.Data.Common;
using System.Globalization;
using Ingest.TestKit;
using Microsoft.Data.Sqlite;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>The kinds of source that the same is expected of.</summary>
public enum DatabaseKind
{
    MariaDb,
    Sqlite,
}

/// <summary>A source's database, empty at first and gone afterwards, reached apart from the code under test.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly Func<DbConnection> _connect;
    private readonly MariaDbFixture? _mariaDb;

    private Database(string url, Func<DbConnection> connect, MariaDbFixture? mariaDb)
    {
        Url = url;
        _connect = connect;
        _mariaDb = mariaDb;
    }

    /// <summary>As <c>Source.Url</c> has it, without the password.</summary>
    public string Url { get; }

    /// <summary>Null where there is none.</summary>
    public string? Password => _mariaDb is null ? null : Uri.UnescapeDataString(MariaDb.Require().UserInfo.Split(':', 2)[^1]);

    /// <summary>Skips the test where it needs a server and there is none.</summary>
    public static async Task<Database> CreateAsync(DatabaseKind kind, string folder)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            string file = Path.Combine(folder, "source.db");
            return new Database("sqlite:source.db", () => new SqliteConnection($"Data Source={file};Pooling=False"), null);
        }

        Uri server = MariaDb.Require();
        var fixture = new MariaDbFixture();
        await fixture.InitializeAsync();
        string user = server.UserInfo.Split(':', 2)[0];
        return new Database(
            $"mysql://{user}@{server.Authority}/{fixture.Schema}",
            () => new MySqlConnector.MySqlConnection(fixture.ConnectionString),
            fixture);
    }

    /// <summary>A connection of its own, for a transaction that stays open. The caller owns it.</summary>
    public async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = _connect();
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>What the database answers: a line a row, cells apart by a bar, NULL as nothing.</summary>
    public async Task<string[]> QueryAsync(string sql)
    {
        await using DbConnection connection = await ConnectAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }

    /// <param name="sql">One statement.</param>
    /// <param name="values">Its parameters <c>@0</c>, <c>@1</c> …</param>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using DbConnection connection = _connect();
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((int i, object value) in values.Index())
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = $"@{i}";
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_mariaDb is not null)
        {
            await _mariaDb.DisposeAsync();
        }
    }
}
