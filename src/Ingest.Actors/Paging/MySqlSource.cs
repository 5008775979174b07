using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Connects to MySQL, Aurora or MariaDB.</summary>
internal sealed class MySqlSource : ISourceConnector
{
    /// <summary>A page waits in its socket while the stages after it are busy, hence the patient server.</summary>
    private const string SessionSql =
        "SET time_zone = '+00:00', SESSION net_write_timeout = 1800, SESSION lock_wait_timeout = 50";

    private const string IsolationSql = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    private readonly Func<string> _connectionString;
    private readonly SourceErrors _errors;
    private readonly MySqlReplica _replica;

    private MySqlSource(string name, string schema, Func<string> connectionString)
    {
        Name = name;
        Schema = schema;
        _connectionString = connectionString;
        _errors = new SourceErrors(name);
        _replica = new MySqlReplica(name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Schema { get; }

    /// <inheritdoc/>
    public SqlDialect Dialect { get; } = new MySqlDialect();

    public static MySqlSource Of(SourceSpec spec)
    {
        MySqlUrl url = MySqlUrl.Parse(spec.Url);
        // Once now, so that a wrong option is said before anything is asked.
        _ = MySqlConnectionString.Of(url, spec);
        return new MySqlSource(url.ToString(), url.Schema, () => MySqlConnectionString.Of(url, spec));
    }

    /// <inheritdoc/>
    public async Task<SourceSession> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new MySqlConnection(_connectionString());
        try
        {
            await connection.OpenAsync(cancellation);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw _errors.Sentence(e) ?? e;
        }

        var session = new MySqlSession(connection, _errors);
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
    public Task<TableSchema?> DescribeAsync(SourceSession session, string table, CancellationToken cancellation) =>
        MySqlSchema.DescribeAsync(session, Name, table, cancellation);
}
