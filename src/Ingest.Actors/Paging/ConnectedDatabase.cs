using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>A database reached by one connection for each question or snapshot, no more than a fixed number at once.</summary>
internal sealed class ConnectedDatabase(ISourceConnector connector, int maxConnections) : ISourceDatabase
{
    private readonly SemaphoreSlim _connections = new(maxConnections, maxConnections);

    /// <inheritdoc/>
    public string Name => connector.Name;

    /// <inheritdoc/>
    public string Schema => connector.Schema;

    /// <inheritdoc/>
    public async Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        await _connections.WaitAsync(cancellation);
        try
        {
            await using SourceSession session = await connector.ConnectAsync(cancellation);
            TableSchema schema = await connector.DescribeAsync(session, table.SourceTable, cancellation)
                ?? throw IngestException.Permanent(
                    $"The table '{table.SourceTable}' does not exist in {Name}, or the user may not read it: "
                    + $"check SourceTable of '{table.Name}' and the user's grants.");
            return TableResolver.Resolve(table, schema, connector.Dialect);
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation)
    {
        await _connections.WaitAsync(cancellation);
        SourceSession? session = null;
        try
        {
            session = await connector.ConnectAsync(cancellation);
            DateTimeOffset clock = await connector.BeginSnapshotAsync(session, cancellation);
            return new SourceSnapshot(session, connector.Dialect, clock, () => _connections.Release());
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Not disposed: a snapshot that outlives the database still gives its connection back.
        return ValueTask.CompletedTask;
    }
}
