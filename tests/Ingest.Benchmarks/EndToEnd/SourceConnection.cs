using MySqlConnector;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>A connection to the source, beside the engine's own.</summary>
internal static class SourceConnection
{
    public static async Task<MySqlConnection> OpenAsync(Uri source, string password)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = source.Host,
            Port = (uint)source.Port,
            UserID = source.UserInfo,
            Password = password,
            Database = source.AbsolutePath.Trim('/'),
            Pooling = false,
            DefaultCommandTimeout = 0,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
