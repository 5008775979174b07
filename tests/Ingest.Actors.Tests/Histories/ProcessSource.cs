using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>The source as one process sees it: every question passes the process's gate.</summary>
internal sealed class ProcessSource(MemorySource source, EngineProcess process) : ISourceDatabase
{
    public string Name => source.Name;

    public string Schema => source.Schema;

    public Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation) => source.ResolveAsync(table, cancellation);

    public async Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation)
    {
        await process.BeforeAsync(new Io("open", "snapshot"));
        ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
        try
        {
            await process.AfterAsync(new Io("open", "snapshot"));
            return new Snapshot(snapshot, process);
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Snapshot(ISourceSnapshot snapshot, EngineProcess process) : ISourceSnapshot
    {
        public DateTimeOffset Clock => snapshot.Clock;

        public Task<Fingerprint> FingerprintAsync(SourceTable table, UnitInterval interval, CancellationToken cancellation) =>
            process.AskAsync(new Io("fingerprint", interval.Name), () => snapshot.FingerprintAsync(table, interval, cancellation));

        public Task<TimeSpread> SpreadAsync(SourceTable table, CancellationToken cancellation) =>
            process.AskAsync(new Io("spread", table.Spec.Name), () => snapshot.SpreadAsync(table, cancellation));

        public Task<Int128?> HighestKeyAsync(SourceTable table, Int128? below, CancellationToken cancellation) =>
            process.AskAsync(new Io("highest key", table.Spec.Name), () => snapshot.HighestKeyAsync(table, below, cancellation));

        public IPageReader Read(SourceTable table, UnitInterval interval, Fingerprint fingerprint, int pageBytes) =>
            new Reader(snapshot.Read(table, interval, fingerprint, pageBytes), interval, process);

        public ValueTask DisposeAsync() => snapshot.DisposeAsync();
    }

    private sealed class Reader(IPageReader reader, UnitInterval interval, EngineProcess process) : IPageReader
    {
        public Task<RowPage?> NextAsync(CancellationToken cancellation) =>
            process.AskAsync(new Io("page", interval.Name), () => reader.NextAsync(cancellation));

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
