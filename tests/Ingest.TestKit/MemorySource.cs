using System.Collections.Immutable;
using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.TestKit;

/// <summary>
/// A source of one table in memory, with real snapshots. Its columns are <c>id</c> (key), <c>sensor_id</c>, <c>received_at</c>,
/// <c>payload</c> and <c>updated</c>, which is looked at when it is the table's update column. A hook runs before every page, so
/// that a test can fail it, stall it or change the source.
/// </summary>
public sealed class MemorySource : ISourceDatabase
{
    private readonly TimeProvider _clock;
    private ImmutableSortedDictionary<long, MemoryRow> _rows = ImmutableSortedDictionary<long, MemoryRow>.Empty;
    private int _pagesRead;
    private int _keySeeks;
    private int _open;

    public MemorySource(TimeProvider clock) => _clock = clock;

    public string Name => "memory";

    public string Schema => "memory";

    /// <summary>Rows that a page has; its size in bytes is not looked at.</summary>
    public int PageRows { get; set; } = 100;

    /// <summary>Runs before a page is read: the unit and the page's number within it, from 0.</summary>
    public Func<UnitInterval, int, CancellationToken, Task> BeforePage { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>How far it is behind, as a replica.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>The longest that a snapshot may stay open; null: for ever.</summary>
    public TimeSpan? MaxSnapshot { get; set; }

    /// <inheritdoc/>
    public int MaxConnections { get; set; } = int.MaxValue;

    /// <summary>Runs before a table is resolved.</summary>
    public Action<TableSpec> BeforeResolve { get; set; } = _ => { };

    /// <summary>Pages handed out so far.</summary>
    public int PagesRead => Volatile.Read(ref _pagesRead);

    /// <summary>Times that the highest key was asked for.</summary>
    public int KeySeeks => Volatile.Read(ref _keySeeks);

    /// <summary>Snapshots open now.</summary>
    public int OpenSnapshots => Volatile.Read(ref _open);

    public void Put(params IEnumerable<MemoryRow> rows) =>
        ImmutableInterlocked.Update(ref _rows, (present, added) => present.SetItems(added.Select(row => KeyValuePair.Create(row.Id, row))), rows);

    public void Delete(params IEnumerable<long> ids) =>
        ImmutableInterlocked.Update(ref _rows, (present, gone) => present.RemoveRange(gone), ids);

    /// <summary>Makes these all the rows that there are.</summary>
    public void Replace(ImmutableSortedDictionary<long, MemoryRow> rows) => Volatile.Write(ref _rows, rows);

    public Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation)
    {
        BeforeResolve(table);
        return Task.FromResult(new SourceTable
        {
            Spec = table,
            Selected =
            [
                new SourceColumn("id", "bigint", new Column("id", ColumnType.Int64)),
                new SourceColumn("sensor_id", "int", new Column("sensor_id", ColumnType.Int32)),
                new SourceColumn("payload", "blob", new Column("payload", ColumnType.Binary)),
            ],
            Key = [0],
            Carried = [1],
            Payload = 2,
            Time = new SourceColumn("received_at", "datetime(6)", new Column("received_at", ColumnType.TimestampMicros)),
        });
    }

    public Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _open);
        return Task.FromResult<ISourceSnapshot>(new Snapshot(this, _rows));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Snapshot(MemorySource source, ImmutableSortedDictionary<long, MemoryRow> rows) : ISourceSnapshot
    {
        private int _disposed;

        public DateTimeOffset Clock { get; } = source._clock.GetUtcNow();

        public DateTimeOffset Applied { get; } = source._clock.GetUtcNow() - source.Lag;

        public SnapshotAge Age { get; } = source.MaxSnapshot is { } longest ? new SnapshotAge(longest, source._clock) : SnapshotAge.Unlimited;

        public Task<Fingerprint> FingerprintAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation)
        {
            List<MemoryRow> found = Of(table, interval);
            return Task.FromResult(found.Count == 0 ? Fingerprint.Empty : new Fingerprint(
                found.Count,
                found[0].Id.ToString(CultureInfo.InvariantCulture),
                found[^1].Id.ToString(CultureInfo.InvariantCulture),
                found.Sum(row => row.Id).ToString(CultureInfo.InvariantCulture),
                table.Spec.UpdateColumn is null ? null : found.Max(row => row.Updated).ToString(CultureInfo.InvariantCulture),
                table.Spec.UpdateColumn is null ? null : found.Sum(row => row.Updated).ToString(CultureInfo.InvariantCulture)));
        }

        public Task<TimeSpread> SpreadAsync(SourceTable table, CancellationToken cancellation) => Task.FromResult(
            rows.IsEmpty
                ? new TimeSpread(null, null, 0)
                : new TimeSpread(
                    Dates.Of(rows.Values.Min(row => row.ReceivedMicros)), Dates.Of(rows.Values.Max(row => row.ReceivedMicros)), 0));

        public Task<Int128?> HighestKeyAsync(SourceTable table, Int128? below, CancellationToken cancellation)
        {
            Interlocked.Increment(ref source._keySeeks);
            return Task.FromResult(rows.Keys.Where(key => below is null || key < below).Select(key => (Int128?)key).LastOrDefault());
        }

        public IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, int pageBytes) =>
            new Reader(source, table, interval, Of(table, interval));

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Age.Dispose();
                Interlocked.Decrement(ref source._open);
            }

            return ValueTask.CompletedTask;
        }

        private List<MemoryRow> Of(SourceTable table, UnitInterval interval) => interval switch
        {
            UnitInterval.Day day => [.. rows.Values.Where(row => row.ReceivedMicros >= day.StartMicros && row.ReceivedMicros < day.EndMicros)],
            UnitInterval.Block block => [.. rows.Values.Where(row => UnitInterval.Block.Of(row.Id, table.Spec.KeyBlock!.Value) == block)],
            _ => [.. rows.Values],
        };
    }

    private sealed class Reader(MemorySource source, SourceTable table, UnitInterval interval, List<MemoryRow> rows) : IPageReader
    {
        private int _page;
        private bool _reading;

        public async Task<RowPage?> NextAsync(CancellationToken cancellation)
        {
            _reading = true;
            try
            {
                return await ReadAsync(cancellation);
            }
            finally
            {
                _reading = false;
            }
        }

        /// <summary>As strict as a database's driver: one question at a time.</summary>
        public ValueTask DisposeAsync() => !_reading
            ? ValueTask.CompletedTask
            : throw new InvalidOperationException("The reader was disposed while it was reading.");

        private async Task<RowPage?> ReadAsync(CancellationToken cancellation)
        {
            await source.BeforePage(interval, _page, cancellation);
            List<MemoryRow> next = [.. rows.Skip(_page++ * source.PageRows).Take(source.PageRows)];
            if (next.Count == 0)
            {
                return null;
            }

            Interlocked.Increment(ref source._pagesRead);
            var columns = new ColumnBatch([.. table.Selected.Select(column => column.Lake)]);
            foreach (MemoryRow row in next)
            {
                ((FixedColumn<long>)columns[0]).Append(row.Id);
                ((FixedColumn<int>)columns[1]).Append(row.SensorId);
                if (row.Payload is null)
                {
                    columns[2].AppendNull();
                }
                else
                {
                    ((BytesColumn)columns[2]).Append(row.Payload);
                }
            }

            return new RowPage(table, columns);
        }
    }
}
