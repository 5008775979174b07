using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Connects to MySQL, Aurora or MariaDB.</summary>
internal sealed class MySqlSource : ISourceConnector
{
    /// <summary>A page waits in its socket while the stages after it are busy, hence the patient server. A mode may be set that
    /// pads CHAR with spaces, hence none.</summary>
    private const string SessionSql =
        "SET time_zone = '+00:00', SESSION sql_mode = '', SESSION net_write_timeout = 1800, SESSION lock_wait_timeout = 50";

    private const string IsolationSql = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    private readonly MySqlConnections _connections;
    private readonly MySqlReplica _replica;

    private MySqlSource(MySqlConnections connections)
    {
        _connections = connections;
        _replica = new MySqlReplica(Name);
    }

    /// <inheritdoc/>
    public string Name => _connections.Name;

    /// <inheritdoc/>
    public string Schema => _connections.Schema;

    /// <inheritdoc/>
    public SqlDialect Dialect { get; } = new MySqlDialect();

    public static MySqlSource Of(SourceSpec spec, TimeProvider clock) => new(MySqlConnections.Of(spec, clock));

    /// <inheritdoc/>
    public async Task<SourceSession> ConnectAsync(CancellationToken cancellation)
    {
        var session = new MySqlSession(await _connections.OpenAsync(cancellation), _connections.Errors, _connections.Patience);
        try
        {
            await session.ExecuteAsync(SessionSql, cancellation);
            await session.ExecuteAsync(IsolationSql, cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> BeginSnapshotAsync(SourceSession session, CancellationToken cancellation)
    {
        await using var command = session.Command($"SELECT {MySqlDialect.Micros("UTC_TIMESTAMP(6)")}");
        long micros = await session.QueryAsync(
            command,
            async reader => await reader.ReadAsync() ? reader.GetInt64(0) : throw new InvalidOperationException("No row."),
            cancellation);
        await session.ExecuteAsync("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", cancellation);
        return Dates.Instant(micros);
    }

    /// <inheritdoc/>
    public Task<TimeSpan> LagAsync(SourceSession session, CancellationToken cancellation) => _replica.LagAsync(session, cancellation);

    /// <inheritdoc/>
    public async Task<SourceServer> ServerAsync(SourceSession session, CancellationToken cancellation)
    {
        await using var version = session.Command("SELECT CONCAT(@@version_comment, ' ', VERSION())");
        await using var tls = session.Command("SHOW SESSION STATUS LIKE 'Ssl_version'");
        List<string> versions = await session.ListAsync(version, reader => reader.GetString(0), cancellation);
        List<string> protocols = await session.ListAsync(tls, reader => reader.GetString(1), cancellation);
        return new SourceServer(versions[0], protocols is [{ Length: > 0 } protocol] ? protocol : null);
    }

    /// <inheritdoc/>
    public Task<string?> WarningAsync(SourceSession session, CancellationToken cancellation) => _replica.WarningAsync(session, cancellation);

    /// <inheritdoc/>
    /// <remarks>The zone's name may be SYSTEM, an abbreviation, or one that the server has no tables for: so the server is told
    /// to use it, and asked what its clock then says.</remarks>
    public async Task<TimeSpan?> UtcOffsetAsync(SourceSession session, CancellationToken cancellation)
    {
        await session.ExecuteAsync("SET time_zone = @@global.time_zone", cancellation);
        await using var command = session.Command("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())");
        List<long> seconds = await session.ListAsync(command, reader => reader.GetInt64(0), cancellation);
        return TimeSpan.FromSeconds(seconds[0]);
    }

    /// <inheritdoc/>
    public Task<TableNames> TablesAsync(SourceSession session, CancellationToken cancellation) =>
        MySqlSchema.TablesAsync(session, cancellation);

    /// <inheritdoc/>
    public Task<TableSchema?> DescribeAsync(SourceSession session, string table, CancellationToken cancellation) =>
        MySqlSchema.DescribeAsync(session, Name, table, cancellation);
}
