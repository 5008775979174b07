using MySqlConnector;
using Xunit;

namespace Ingest.TestKit;

/// <summary>A fresh schema with a name of its own, dropped afterwards. As a class fixture, or one a test. Does nothing
/// where there is no server, so that the tests can skip themselves with <see cref="MariaDb.Require"/>.</summary>
public sealed class MariaDbFixture : IAsyncLifetime
{
    /// <summary>The schema's name.</summary>
    public string Schema { get; } = $"ingest_{Guid.NewGuid():N}";

    /// <summary>The schema as the configuration names it: <c>mysql://user:password@host:port/schema</c>.</summary>
    public string Url => new UriBuilder(MariaDb.Require()) { Path = Schema }.Uri.AbsoluteUri;

    /// <summary>How the driver connects to the schema, apart from the code under test.</summary>
    public string ConnectionString => MariaDb.ConnectionString(Schema);

    /// <inheritdoc/>
    public Task InitializeAsync() => OnServerAsync($"CREATE DATABASE {Schema} CHARACTER SET utf8mb4");

    /// <inheritdoc/>
    public Task DisposeAsync() => OnServerAsync($"DROP DATABASE IF EXISTS {Schema}");

    /// <summary>Opens a connection to the schema. The caller owns it.</summary>
    public async Task<MySqlConnection> ConnectAsync()
    {
        var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements, separated by semicolons, on a connection of their own.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using MySqlConnection connection = await ConnectAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task OnServerAsync(string sql)
    {
        if (MariaDb.Url is null)
        {
            return;
        }

        await using var connection = new MySqlConnection(MariaDb.ConnectionString(""));
        await connection.OpenAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
