using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Planning;

/// <summary>A source that is asked for nothing but the days that its tables have.</summary>
internal sealed class SpreadSource(DateTimeOffset clock) : ISourceDatabase
{
    public string Name => "spread";

    public string Schema => "plant";

    public TimeSpread Spread { get; set; } = new(null, null, 0);

    /// <summary>Tables that cannot be found.</summary>
    public HashSet<string> Missing { get; } = [];

    public int OpenSnapshots { get; private set; }

    public Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation) => Missing.Contains(table.Name)
        ? throw IngestException.Permanent($"The source has no table {table.SourceTable}.")
        : new MemorySource(TimeProvider.System).ResolveAsync(table, cancellation);

    public Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation)
    {
        OpenSnapshots++;
        return Task.FromResult<ISourceSnapshot>(new Snapshot(this));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Snapshot(SpreadSource source) : ISourceSnapshot
    {
        public DateTimeOffset Clock => source.Clock;

        public Task<TimeSpread> SpreadAsync(SourceTable table, CancellationToken cancellation) => Task.FromResult(source.Spread);

        public Task<Fingerprint> FingerprintAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation) =>
            throw new NotSupportedException("A plan looks at no unit.");

        public Task<Int128?> HighestKeyAsync(SourceTable table, Int128? below, CancellationToken cancellation) =>
            throw new NotSupportedException("The tables are not cut into blocks.");

        public IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, int pageBytes) =>
            throw new NotSupportedException("A plan reads no rows.");

        public ValueTask DisposeAsync()
        {
            source.OpenSnapshots--;
            return ValueTask.CompletedTask;
        }
    }

    private DateTimeOffset Clock { get; } = clock;
}
