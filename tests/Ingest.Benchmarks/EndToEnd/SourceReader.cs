using MySqlConnector;

namespace Ingest.Benchmarks.EndToEnd;

/// <summary>A day of the reference table, read as fast as the driver goes: one cursor over the day's range of primary keys.</summary>
internal sealed class SourceReader(MySqlConnection connection, string table) : IAsyncDisposable
{
    public static async Task<SourceReader> OpenAsync(Uri source, string password, string table)
    {
        return new SourceReader(await SourceConnection.OpenAsync(source, password), table);
    }

    /// <summary>Key (uint64), sensor (int32) and payload of a day's rows, in the order of their keys.</summary>
    public async Task ReadAsync(DateOnly day, Action<MySqlDataReader> row)
    {
        (ulong lowest, ulong highest) = await KeysAsync(day);
        await using MySqlCommand command = Command(
            $"SELECT id, sensor_id, payload FROM {table} FORCE INDEX (PRIMARY) "
            + "WHERE id BETWEEN @lowest AND @highest AND received_at >= @from AND received_at < @to ORDER BY id",
            day);
        command.Parameters.AddWithValue("@lowest", lowest);
        command.Parameters.AddWithValue("@highest", highest);
        await command.PrepareAsync();
        await using MySqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            row(rows);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<(ulong Lowest, ulong Highest)> KeysAsync(DateOnly day)
    {
        await using MySqlCommand command = Command(
            $"SELECT min(id), max(id) FROM {table} WHERE received_at >= @from AND received_at < @to", day);
        await using MySqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetUInt64(0), row.GetUInt64(1));
    }

    private MySqlCommand Command(string sql, DateOnly day)
    {
        MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@from", day.ToDateTime(default));
        command.Parameters.AddWithValue("@to", day.AddDays(1).ToDateTime(default));
        return command;
    }
}
