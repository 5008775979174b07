using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>A database reached by one connection for each question or snapshot, no more than a fixed number at once.</summary>
internal sealed class ConnectedDatabase(ISourceConnector connector, SourceSpec spec, TimeProvider clock) : ISourceDatabase
{
    private readonly SemaphoreSlim _connections = new(spec.MaxConnections, spec.MaxConnections);
    private readonly ByteRate? _rate = spec.MaxBytesPerSecond is { } bytes ? new ByteRate(bytes, clock) : null;

    /// <inheritdoc/>
    public string Name => connector.Name;

    /// <inheritdoc/>
    public string Schema => connector.Schema;

    /// <inheritdoc/>
    public int MaxConnections => spec.MaxConnections;

    /// <inheritdoc/>
    public Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AskAsync(
            async session =>
            {
                SourceTable found = await FindAsync(session, table, cancellation);
                return await connector.WarningAsync(session, cancellation) is { } warning
                    ? found with { Warnings = [.. found.Warnings, warning] }
                    : found;
            },
            cancellation);
    }

    private async Task<SourceTable> FindAsync(SourceSession session, TableSpec table, CancellationToken cancellation)
    {
        try
        {
            TableSchema schema = await connector.DescribeAsync(session, table.SourceTable, cancellation)
                ?? throw Absent(table, await connector.TablesAsync(session, cancellation));
            return TableResolver.Resolve(table, schema, connector.Dialect);
        }
        catch (IngestException refused) when (table.IsUnnamed && refused.Kind == FailureKind.Permanent)
        {
            throw IngestException.Permanent($"{refused.Message.TrimEnd('.')}; or leave the table out with Except of \"*\".", refused);
        }
    }

    private IngestException Absent(TableSpec table, TableNames names)
    {
        string[] like = [.. names.Like(table.SourceTable).Select(name => $"'{name}'")];
        return IngestException.Permanent(like.Length == 0
            ? $"The table '{table.SourceTable}' does not exist in {Name}: check SourceTable of '{table.Name}'."
            : $"The table '{table.SourceTable}' does not exist in {Name}, where names that differ in case are two: "
                + $"set SourceTable of '{table.Name}' to {string.Join(" or ", like)}.");
    }

    /// <inheritdoc/>
    public Task<SourceServer> ServerAsync(CancellationToken cancellation) =>
        AskAsync(session => connector.ServerAsync(session, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<TimeSpan> UtcOffsetAsync(CancellationToken cancellation) =>
        await AskAsync(session => connector.UtcOffsetAsync(session, cancellation), cancellation)
        ?? clock.LocalTimeZone.GetUtcOffset(clock.GetUtcNow());

    /// <inheritdoc/>
    public Task<TableNames> TablesAsync(CancellationToken cancellation) =>
        AskAsync(session => connector.TablesAsync(session, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<TableLook> LookAsync(string table, int rows, CancellationToken cancellation) => AskAsync(
        async session =>
        {
            TableSchema schema = await connector.DescribeAsync(session, table, cancellation)
                ?? throw IngestException.Permanent($"The table '{table}' does not exist in {Name}.");
            return await new LookQuery(connector.Dialect, schema).ReadAsync(session, rows, cancellation);
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation)
    {
        await _connections.WaitAsync(cancellation);
        SourceSession? session = null;
        try
        {
            session = await connector.ConnectAsync(cancellation);
            TimeSpan lag = await connector.LagAsync(session, cancellation);
            DateTimeOffset begun = await connector.BeginSnapshotAsync(session, cancellation);
            session.Age = new SnapshotAge(spec.MaxSnapshot, clock);
            return new SourceSnapshot(session, connector, begun, begun - lag, _rate, () => _connections.Release());
        }
        catch
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }

            _connections.Release();
            throw;
        }
    }

    private async Task<T> AskAsync<T>(Func<SourceSession, Task<T>> ask, CancellationToken cancellation)
    {
        await _connections.WaitAsync(cancellation);
        try
        {
            await using SourceSession session = await connector.ConnectAsync(cancellation);
            return await ask(session);
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Not disposed: a snapshot that outlives the database still gives its connection back.
        return ValueTask.CompletedTask;
    }
}
