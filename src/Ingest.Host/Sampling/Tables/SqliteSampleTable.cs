using System.Globalization;
using Ingest.Actors.Units;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ingest.Host.Sampling.Tables;

/// <summary>A sample table in a SQLite file, whose mark is a comment in the statement that SQLite keeps of it.</summary>
internal sealed class SqliteSampleTable : ISampleTable
{
    private const string DateTimeFormat = "yyyy-MM-dd HH:mm:ss.ffffff";
    private const int ProgressRows = 10_000;

    private readonly SqliteConnection _connection;
    private readonly SampleLayout _layout;
    private readonly string _table;

    private SqliteSampleTable(SqliteConnection connection, SampleLayout layout)
    {
        _connection = connection;
        _layout = layout;
        _table = Quote(layout.Table);
    }

    /// <inheritdoc/>
    public string Name => $"table {_layout.Table} of {_connection.DataSource}";

    private bool IsText => _layout.Time.As == TimeEncoding.Datetime;

    /// <summary>Opens the file, or makes an empty one.</summary>
    /// <exception cref="IngestException">It cannot be opened.</exception>
    public static async Task<SqliteSampleTable> OpenAsync(string connectionString, SampleLayout layout, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
        }
        catch (SqliteException failure)
        {
            await connection.DisposeAsync();
            throw IngestException.Permanent(
                $"the SQLite file {connection.DataSource} cannot be opened: {failure.Message}", failure);
        }

        return new SqliteSampleTable(connection, layout);
    }

    /// <inheritdoc/>
    public Task PrepareAsync(bool replace, CancellationToken cancellation) => Task.Run(
        () =>
        {
            bool exists = Exists();
            if (exists && replace)
            {
                Execute($"DROP TABLE {_table}");
            }

            if (!exists || replace)
            {
                Execute(
                    $"""
                    CREATE TABLE {_table} ( /* {SampleLayout.Mark} */
                        {Quote(_layout.Key)} INTEGER PRIMARY KEY,
                        {Quote(_layout.Time.Column)} {(IsText ? "TEXT" : "INTEGER")} NOT NULL,
                        {Quote(_layout.Sensor)} INTEGER NOT NULL,
                        {Quote(_layout.Payload)} BLOB NOT NULL);
                    CREATE INDEX {Quote($"{_layout.Table}_{_layout.Time.Column}")} ON {_table} ({Quote(_layout.Time.Column)})
                    """);
            }
        },
        cancellation);

    /// <inheritdoc/>
    public Task<bool> HasRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellation) => Task.Run(
        () =>
        {
            if (!Exists())
            {
                return false;
            }

            string time = Quote(_layout.Time.Column);
            using SqliteCommand command = Command($"SELECT EXISTS (SELECT 1 FROM {_table} WHERE {time} >= @from AND {time} < @to)");
            command.Parameters.AddWithValue("@from", TimeValue(Dates.Micros(from)));
            command.Parameters.AddWithValue("@to", TimeValue(Dates.Micros(to)));
            return (long)command.ExecuteScalar()! == 1;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<SampleCount> AppendAsync(
        IEnumerable<Burst> bursts, bool atOnce, IProgress<SampleCount>? progress, CancellationToken cancellation) =>
        Task.Run(() => Append(bursts, progress, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private SampleCount Append(IEnumerable<Burst> bursts, IProgress<SampleCount>? progress, CancellationToken cancellation)
    {
        try
        {
            return Insert(bursts, progress, cancellation);
        }
        catch (SqliteException failure)
        {
            throw SampleErrors.CannotTake(Name, failure, failure.SqliteErrorCode == raw.SQLITE_ERROR);
        }
    }

    private SampleCount Insert(IEnumerable<Burst> bursts, IProgress<SampleCount>? progress, CancellationToken cancellation)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand insert = Command(
            $"INSERT INTO {_table} ({Quote(_layout.Key)}, {Quote(_layout.Time.Column)}, {Quote(_layout.Sensor)}, "
            + $"{Quote(_layout.Payload)}) VALUES (@key, @time, @sensor, @payload)");
        SqliteParameter key = insert.Parameters.Add("@key", SqliteType.Integer);
        SqliteParameter time = insert.Parameters.Add("@time", IsText ? SqliteType.Text : SqliteType.Integer);
        SqliteParameter sensor = insert.Parameters.Add("@sensor", SqliteType.Integer);
        SqliteParameter payload = insert.Parameters.Add("@payload", SqliteType.Blob);

        long last = HighestKey();
        var payloads = new PayloadBuffer();
        var count = default(SampleCount);
        foreach (Burst burst in bursts)
        {
            byte[] bytes = payloads.Encode(burst).ToArray();
            key.Value = ++last;
            time.Value = TimeValue(burst.ReceivedAt);
            sensor.Value = burst.Sensor;
            payload.Value = bytes;
            insert.ExecuteNonQuery();
            count = count.With(burst, bytes.Length);
            if (count.Rows % ProgressRows == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(count);
            }
        }

        transaction.Commit();
        progress?.Report(count);
        return count;
    }

    private bool Exists()
    {
        using SqliteCommand command = Command("SELECT type, sql FROM sqlite_master WHERE name = @name COLLATE NOCASE");
        command.Parameters.AddWithValue("@name", _layout.Table);
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return false;
        }

        return reader.GetString(0) == "table" && reader.GetString(1).Contains($"/* {SampleLayout.Mark} */", StringComparison.Ordinal)
            ? true
            : throw SampleErrors.NotOurs(Name);
    }

    private long HighestKey()
    {
        using SqliteCommand command = Command($"SELECT COALESCE(MAX({Quote(_layout.Key)}), 0) FROM {_table}");
        return (long)command.ExecuteScalar()!;
    }

    private object TimeValue(long micros) =>
        IsText
            ? Dates.Instant(micros).ToString(DateTimeFormat, CultureInfo.InvariantCulture)
            : _layout.Epoch(micros);

    private void Execute(string sql)
    {
        using SqliteCommand command = Command(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
