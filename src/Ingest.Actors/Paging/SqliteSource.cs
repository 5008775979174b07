using System.Text;
using Ingest.Actors.Units;
using Microsoft.Data.Sqlite;

namespace Ingest.Actors.Paging;

/// <summary>Opens a SQLite file, read-only.</summary>
internal sealed class SqliteSource : ISourceConnector
{
    private const string Scheme = "sqlite:";
    private const int BusySeconds = 5;

    /// <summary>A day's pages are visited twice, by the fingerprint and by the reader: SQLite's own 2 MB forget them.</summary>
    private const string CacheSql = "PRAGMA cache_size = -65536";

    private readonly string _connectionString;
    private readonly SourceErrors _errors;

    private SqliteSource(string path, string connectionString)
    {
        Name = $"sqlite:{path}";
        Schema = Path.GetFileName(path);
        _connectionString = connectionString;
        _errors = new SourceErrors(Name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Schema { get; }

    /// <inheritdoc/>
    public SqlDialect Dialect { get; } = new SqliteDialect();

    public static SqliteSource Of(SourceSpec spec)
    {
        string path = PathOf(spec.Url);
        if (spec.Options.Count != 0)
        {
            throw IngestException.Permanent($"Source.Options has '{spec.Options.First().Key}', but a SQLite source takes no options: leave it out.");
        }

        var options = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        };
        return new SqliteSource(path, options.ConnectionString);
    }

    /// <inheritdoc/>
    public async Task<SourceSession> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            // The driver's OpenAsync blocks.
            return await Task.Run(SourceSession () => Open(), cancellation);
        }
        catch (SqliteException e)
        {
            throw _errors.Sentence(e)!;
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> BeginSnapshotAsync(SourceSession session, CancellationToken cancellation)
    {
        await using var command = session.Command("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')");
        string now = await session.QueryAsync(
            command,
            async reader => await reader.ReadAsync() ? reader.GetString(0) : throw new InvalidOperationException("No row."),
            cancellation);
        if (!IsoTime.TryParseMicros(Encoding.UTF8.GetBytes(now), out long micros))
        {
            throw new InvalidOperationException($"SQLite's clock said '{now}'.");
        }

        await session.ExecuteAsync("BEGIN DEFERRED", cancellation);
        // The snapshot is taken by the first read.
        await session.ExecuteAsync("SELECT COUNT(*) FROM sqlite_schema", cancellation);
        return Dates.Instant(micros);
    }

    /// <inheritdoc/>
    public Task<TimeSpan> LagAsync(SourceSession session, CancellationToken cancellation) => Task.FromResult(TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<SourceServer> ServerAsync(SourceSession session, CancellationToken cancellation)
    {
        await using var command = session.Command("SELECT sqlite_version()");
        List<string> version = await session.ListAsync(command, reader => reader.GetString(0), cancellation);
        return new SourceServer($"SQLite {version[0]}", null);
    }

    /// <inheritdoc/>
    public Task<string?> WarningAsync(SourceSession session, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<TimeSpan?> UtcOffsetAsync(SourceSession session, CancellationToken cancellation) => Task.FromResult<TimeSpan?>(null);

    /// <inheritdoc/>
    public Task<TableNames> TablesAsync(SourceSession session, CancellationToken cancellation) =>
        SqliteSchema.TablesAsync(session, cancellation);

    /// <inheritdoc/>
    public Task<TableSchema?> DescribeAsync(SourceSession session, string table, CancellationToken cancellation) =>
        SqliteSchema.DescribeAsync(session, Name, table, cancellation);

    private static string PathOf(string url)
    {
        string rest = url[Scheme.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            rest = rest.StartsWith("///", StringComparison.Ordinal) ? rest[2..] : "";
        }

        string path = Uri.UnescapeDataString(rest);
        return path.Length != 0
            ? path
            : throw IngestException.Permanent(
                "Source.Url names no file: write sqlite:///absolute/path.db, or sqlite:path.db relative to the working folder.");
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using SqliteCommand cache = connection.CreateCommand();
            cache.CommandText = CacheSql;
            cache.ExecuteNonQuery();
            return new SqliteSession(connection, _errors);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
