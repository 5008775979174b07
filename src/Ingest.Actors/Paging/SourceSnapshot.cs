using System.Data.Common;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>A read-only transaction on a session of its own.</summary>
internal sealed class SourceSnapshot(
    SourceSession session, ISourceConnector connector, DateTimeOffset clock, DateTimeOffset applied, ByteRate? rate, Action release) : ISourceSnapshot
{
    private readonly SqlDialect _dialect = connector.Dialect;
    private int _disposed;

    /// <inheritdoc/>
    public DateTimeOffset Clock { get; } = clock;

    /// <inheritdoc/>
    public DateTimeOffset Applied { get; } = applied;

    /// <inheritdoc/>
    public SnapshotAge Age => session.Age;

    /// <inheritdoc/>
    public async Task<Fingerprint> FingerprintAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(interval);
        await using DbCommand command = session.Command(FingerprintQuery.Sql(table, interval, _dialect));
        command.BindInterval(table, interval, _dialect);
        return await session.QueryAsync(command, FingerprintQuery.ReadAsync, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TimeSpread> SpreadAsync(SourceTable table, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Time is null)
        {
            return new TimeSpread(null, null, 0);
        }

        await using DbCommand command = session.Command(SpreadQuery.Sql(table, _dialect));
        return await session.QueryAsync(command, reader => SpreadQuery.ReadAsync(reader, table), cancellation);
    }

    /// <inheritdoc/>
    public async Task<Int128?> HighestKeyAsync(SourceTable table, Int128? below, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        await using DbCommand command = session.Command(HighestKeyQuery.Sql(table, below, _dialect));
        HighestKeyQuery.Bind(command, below);
        return await session.QueryAsync(command, reader => HighestKeyQuery.ReadAsync(reader, table), cancellation);
    }

    /// <inheritdoc/>
    public IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, int pageBytes)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(interval);
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageBytes, 1);
        return Read(table, interval, fingerprint, new PageSize(pageBytes));
    }

    /// <summary>As <see cref="Read(SourceTable, UnitInterval, Fingerprint, int)"/>, with pages of a size.</summary>
    internal IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, PageSize size) =>
        new RowPager(
            session,
            _dialect,
            table,
            PageQuery.Of(table, interval, fingerprint, _dialect),
            size,
            rate,
            cancellation => AlteredTable.RefuseAsync(connector, session, table, cancellation));

    /// <inheritdoc/>
    public IPageReader ReadKey(SourceTable table, IReadOnlyList<string> key)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(key);
        return new RowPager(
            session,
            _dialect,
            table,
            KeyQuery.Of(table, key, _dialect),
            new PageSize(1),
            rate,
            cancellation => AlteredTable.RefuseAsync(connector, session, table, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await session.DisposeAsync();
        }
        finally
        {
            Age.Dispose();
            release();
        }
    }
}
