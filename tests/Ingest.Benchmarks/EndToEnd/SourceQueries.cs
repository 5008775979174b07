using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>What the database says of the queries that it was asked: its own log of them, and how it reads for each kind.</summary>
internal sealed partial class SourceQueries(MySqlConnection connection) : IAsyncDisposable
{
    private const int KindLengthMax = 200;

    public static async Task<SourceQueries> OpenAsync(Uri source, string password)
    {
        return new SourceQueries(await SourceConnection.OpenAsync(source, password));
    }

    /// <summary>Begins to log every query of connections that begin from now on.</summary>
    public Task LogAsync() => ExecuteAsync(
        "SET GLOBAL log_output = 'TABLE'; SET GLOBAL long_query_time = 0; SET GLOBAL slow_query_log = 1; TRUNCATE mysql.slow_log");

    /// <summary>Ends the log and tells its longest query of a table, and which keys the longest queries of each kind are read by.</summary>
    public async Task<(double Seconds, IReadOnlyList<string> Plans)> EndAsync(string table)
    {
        await ExecuteAsync("SET GLOBAL slow_query_log = 0");
        var queries = new List<(double Seconds, string Sql)>();
        await using (MySqlCommand command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT time_to_sec(query_time) + microsecond(query_time) / 1e6, CONVERT(sql_text USING utf8mb4) FROM mysql.slow_log "
                + $"WHERE sql_text LIKE '%SELECT%FROM%{table}%' AND sql_text NOT LIKE '%information_schema%' ORDER BY query_time DESC";
            await using MySqlDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                queries.Add((Convert.ToDouble(rows.GetValue(0), CultureInfo.InvariantCulture), rows.GetString(1)));
            }
        }

        if (queries.Count == 0)
        {
            throw new InvalidOperationException($"The server logged no query of {table}.");
        }

        var plans = new List<string>();
        foreach ((double seconds, string sql) in queries.DistinctBy(query => Kind(query.Sql)).ToList())
        {
            string keys = await ExplainAsync(sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..]);
            plans.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:F3} s, {keys}: {Kind(sql)}"));
        }

        return (queries[0].Seconds, plans);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>A query without its values, which says what kind it is.</summary>
    private static string Kind(string sql)
    {
        string kind = Spaces().Replace(Values().Replace(sql, "#"), " ").Replace("`", "", StringComparison.Ordinal);
        return kind.Length <= KindLengthMax ? kind : $"{kind[..KindLengthMax]} …";
    }

    [GeneratedRegex(@"(?<![a-z0-9])[0-9]+|'[^']*'")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private async Task<string> ExplainAsync(string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN {sql}";
        await using MySqlDataReader rows = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await rows.ReadAsync())
        {
            // A part of the query that reads no table has no key either.
            if (rows["table"] is string)
            {
                keys.Add($"{rows["type"]} by {(rows["key"] is string key ? key : "no index")}");
            }
        }

        return string.Join(", ", keys);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
