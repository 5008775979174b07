using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>One consistent view of the source on one connection: everything asked of it is as of the same moment. Not
/// thread-safe: one question at a time.</summary>
public interface ISourceSnapshot : IAsyncDisposable
{
    /// <summary>The source's own clock when the snapshot began.</summary>
    DateTimeOffset Clock { get; }

    /// <summary>The snapshot holds everything that was committed until then: less than <see cref="Clock"/> on a replica that is
    /// behind.</summary>
    DateTimeOffset Applied => Clock;

    /// <summary>How long it has been open, against how long it may be. Disposed with the snapshot.</summary>
    SnapshotAge Age => SnapshotAge.Unlimited;

    /// <summary>Takes a unit's fingerprint, from indexes alone where there are some.</summary>
    Task<Fingerprint> FingerprintAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation);

    /// <summary>The first and last day that the table has rows of, and how many rows have no time at all.</summary>
    Task<TimeSpread> SpreadAsync(SourceTable table, CancellationToken cancellation);

    /// <summary>The highest key of a table whose units are blocks of keys, or the highest below a bound, by one seek in the key's
    /// index; null when there is none.</summary>
    /// <exception cref="IngestException">It is no integer, which SQLite does not keep out.</exception>
    Task<Int128?> HighestKeyAsync(SourceTable table, Int128? below, CancellationToken cancellation);

    /// <summary>Prepares the reading of a unit's rows page by page: a block by its keys; a day by primary key when the
    /// fingerprint is dense, by time and key when it is sparse.</summary>
    IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, int pageBytes);

    /// <summary>Prepares the reading of the row of a key: at most one page with one row.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">A text for each key column, as rejects name them.</param>
    /// <exception cref="IngestException">It is no key of the table.</exception>
    IPageReader ReadKey(SourceTable table, IReadOnlyList<string> key) => throw new NotSupportedException();
}

/// <summary>Reads a unit's rows, each once, in one fixed order, whatever the page size.</summary>
public interface IPageReader : IAsyncDisposable
{
    /// <summary>The next page; null when there is none. The caller owns the page.</summary>
    Task<RowPage?> NextAsync(CancellationToken cancellation);
}

/// <summary>The days that a table has rows of.</summary>
/// <param name="First">The first day; null when no row has a time.</param>
/// <param name="Last">The last day.</param>
/// <param name="RowsWithoutTime">Rows that belong to no unit, because their time is NULL.</param>
public sealed record TimeSpread(DateOnly? First, DateOnly? Last, long RowsWithoutTime)
{
    /// <summary>The newest row's time, read as UTC; null when there is none, or it is a date that no calendar has.</summary>
    public DateTimeOffset? Newest { get; init; }
}
