using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Host.Sampling.Tables;

/// <summary>A sample table in MySQL, Aurora or MariaDB, whose mark is its comment.</summary>
internal sealed class MySqlSampleTable : ISampleTable
{
    private const int RowsPerTransaction = 10_000;

    private readonly MySqlConnection _connection;
    private readonly SampleLayout _layout;
    private readonly string _table;

    private MySqlSampleTable(MySqlConnection connection, SampleLayout layout)
    {
        _connection = connection;
        _layout = layout;
        _table = Quote(layout.Table);
    }

    /// <inheritdoc/>
    public string Name => $"table {_layout.Table} of mysql://{_connection.DataSource}/{_connection.Database}";

    private bool IsDatetime => _layout.Time.As == TimeEncoding.Datetime;

    /// <exception cref="IngestException">The server cannot be reached or lets nobody in.</exception>
    public static async Task<MySqlSampleTable> OpenAsync(MySqlConnections source, SampleLayout layout, CancellationToken cancellation) =>
        new(await source.OpenAsync(cancellation), layout);

    /// <inheritdoc/>
    public async Task PrepareAsync(bool replace, CancellationToken cancellation)
    {
        bool exists = await ExistsAsync(cancellation);
        if (exists && replace)
        {
            await ExecuteAsync($"DROP TABLE {_table}", cancellation);
        }

        if (!exists || replace)
        {
            await ExecuteAsync(
                $"""
                CREATE TABLE {_table} (
                    {Quote(_layout.Key)} BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                    {Quote(_layout.Time.Column)} {(IsDatetime ? "DATETIME(6)" : "BIGINT")} NOT NULL,
                    {Quote(_layout.Sensor)} INT NOT NULL,
                    {Quote(_layout.Payload)} MEDIUMBLOB NOT NULL,
                    KEY ({Quote(_layout.Time.Column)})
                ) ENGINE = InnoDB COMMENT = '{SampleLayout.Mark}'
                """,
                cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> HasRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation))
        {
            return false;
        }

        string time = Quote(_layout.Time.Column);
        await using MySqlCommand command = Command($"SELECT EXISTS (SELECT 1 FROM {_table} WHERE {time} >= @from AND {time} < @to)");
        command.Parameters.AddWithValue("@from", TimeValue(from));
        command.Parameters.AddWithValue("@to", TimeValue(to));
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async Task<SampleCount> AppendAsync(
        IEnumerable<Burst> bursts, bool atOnce, IProgress<SampleCount>? progress, CancellationToken cancellation)
    {
        try
        {
            return await InsertAsync(bursts, atOnce ? long.MaxValue : RowsPerTransaction, progress, cancellation);
        }
        catch (MySqlException failure) when (!cancellation.IsCancellationRequested)
        {
            throw SampleErrors.CannotTake(Name, failure, failure.ErrorCode == MySqlErrorCode.BadFieldError);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<SampleCount> InsertAsync(
        IEnumerable<Burst> bursts, long rowsPerTransaction, IProgress<SampleCount>? progress, CancellationToken cancellation)
    {
        var statement = new InsertStatement(_layout, InsertHead(), await HighestKeyAsync(cancellation));
        var payloads = new PayloadBuffer();
        var count = default(SampleCount);
        long committed = 0;
        MySqlTransaction transaction = await _connection.BeginTransactionAsync(cancellation);
        try
        {
            foreach (Burst burst in bursts)
            {
                count = count.With(burst, statement.Add(burst, payloads.Encode(burst)));
                if (!statement.IsFull)
                {
                    continue;
                }

                await SendAsync(statement, transaction, cancellation);
                progress?.Report(count);
                if (count.Rows - committed >= rowsPerTransaction)
                {
                    await transaction.CommitAsync(cancellation);
                    await transaction.DisposeAsync();
                    transaction = await _connection.BeginTransactionAsync(cancellation);
                    committed = count.Rows;
                }
            }

            await SendAsync(statement, transaction, cancellation);
            await transaction.CommitAsync(cancellation);
            progress?.Report(count);
            return count;
        }
        finally
        {
            await transaction.DisposeAsync();
        }
    }

    private async Task SendAsync(InsertStatement statement, MySqlTransaction transaction, CancellationToken cancellation)
    {
        if (statement.Take() is { } sql)
        {
            await using MySqlCommand command = Command(sql);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        await using MySqlCommand command = Command(
            "SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table");
        command.Parameters.AddWithValue("@table", _layout.Table);
        return await command.ExecuteScalarAsync(cancellation) switch
        {
            null => false,
            SampleLayout.Mark => true,
            _ => throw SampleErrors.NotOurs(Name),
        };
    }

    private async Task<ulong> HighestKeyAsync(CancellationToken cancellation)
    {
        await using MySqlCommand command = Command($"SELECT COALESCE(MAX({Quote(_layout.Key)}), 0) FROM {_table}");
        return Convert.ToUInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private string InsertHead() =>
        $"INSERT INTO {_table} ({Quote(_layout.Key)}, {Quote(_layout.Time.Column)}, {Quote(_layout.Sensor)}, "
        + $"{Quote(_layout.Payload)}) VALUES ";

    private object TimeValue(DateOnly day) =>
        IsDatetime ? day.ToDateTime(TimeOnly.MinValue) : _layout.Epoch(Dates.Micros(day));

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using MySqlCommand command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private MySqlCommand Command(string sql)
    {
        MySqlCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string Quote(string identifier) => $"`{identifier.Replace("`", "``", StringComparison.Ordinal)}`";
}
