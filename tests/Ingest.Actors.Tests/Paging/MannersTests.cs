using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>How hard a source is read, and for how long.</summary>
public abstract class MannersTests(TestSource source)
{
    private const int Rows = 4_000;
    private const int PayloadBytes = 100;
    private const int PageBytes = 16 * 1024;

    private static readonly UnitInterval Day = UnitInterval.Of(new DateOnly(2026, 1, 5));

    private readonly FakeTimeProvider _clock = new();

    protected abstract SourceSpec Spec { get; }

    [SkippableFact]
    public async Task All_connections_together_read_no_faster_than_allowed()
    {
        const long perSecond = 100_000;
        await CreateAsync("limited");
        await using ISourceDatabase database = SourceDatabase.Open(Spec with { MaxBytesPerSecond = perSecond }, _clock);
        DateTimeOffset begun = _clock.GetUtcNow();

        Task<long>[] readers = [ReadAsync(database, "limited"), ReadAsync(database, "limited")];
        Task<long[]> all = Task.WhenAll(readers);
        while (!all.IsCompleted)
        {
            // However late the readers are, time that passes meanwhile is not saved up.
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }

        long bytes = (await all).Sum();
        Assert.InRange(bytes, 2L * Rows * PayloadBytes, long.MaxValue);
        // What may be ahead of its time: the last page of each reader, at twice its size.
        double least = (bytes - (2 * 2 * PageBytes)) / (double)perSecond;
        Assert.InRange((_clock.GetUtcNow() - begun).TotalSeconds, least, double.MaxValue);
    }

    [SkippableFact]
    public async Task A_wait_for_its_turn_can_be_cancelled()
    {
        await CreateAsync("waiting");
        await using ISourceDatabase database = SourceDatabase.Open(Spec with { MaxBytesPerSecond = 1 }, _clock);
        SourceTable table = await database.ResolveAsync(TestSource.Readings("waiting"), default);
        await using ISourceSnapshot snapshot = await database.OpenAsync(default);
        await using IPageReader pages = await ReaderAsync(snapshot, table);
        (await pages.NextAsync(default))!.Dispose();
        using var stop = new CancellationTokenSource();

        Task<RowPage?> next = pages.NextAsync(stop.Token);
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [SkippableFact]
    public async Task A_snapshot_that_has_been_open_for_too_long_is_asked_nothing()
    {
        await CreateAsync("aged");
        await using ISourceDatabase database = SourceDatabase.Open(
            Spec with { MaxSnapshot = TimeSpan.FromMinutes(3), MaxBytesPerSecond = 1 }, _clock);
        SourceTable table = await database.ResolveAsync(TestSource.Readings("aged"), default);
        await using ISourceSnapshot snapshot = await database.OpenAsync(default);
        await using IPageReader pages = await ReaderAsync(snapshot, table);
        (await pages.NextAsync(default))!.Dispose();
        Task<RowPage?> waiting = pages.NextAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(2.9));
        Assert.False(snapshot.Age.Expired.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromMinutes(0.1));

        IngestException late = await Assert.ThrowsAsync<IngestException>(() => waiting);
        Assert.Equal(FailureKind.Permanent, late.Kind);
        Assert.Equal(
            "Its snapshot was open for 00:03:00, which is all that Source.MaxSnapshot allows; nothing was made visible. Raise "
            + "Source.MaxSnapshot, or Source.MaxBytesPerSecond if that is what it waited for.",
            late.Message);
        Assert.Equal(
            late.Message,
            (await Assert.ThrowsAsync<IngestException>(() => snapshot.FingerprintAsync(table, Day, default))).Message);
    }

    private async Task CreateAsync(string table) => await source.CreateReadingsAsync(
        table,
        Enumerable.Range(0, Rows).Select(i => ((long)i, i % 5, (string?)$"2026-01-05 00:{i / 60 % 60:00}:{i % 60:00}", new string('a', 2 * PayloadBytes))));

    private static async Task<IPageReader> ReaderAsync(ISourceSnapshot snapshot, SourceTable table)
    {
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, Day, default);
        return snapshot.Read(table, Day, fingerprint, PageBytes);
    }

    /// <summary>Bytes of payloads, keys and sensors.</summary>
    private static async Task<long> ReadAsync(ISourceDatabase database, string name)
    {
        SourceTable table = await database.ResolveAsync(TestSource.Readings(name), default);
        await using ISourceSnapshot snapshot = await database.OpenAsync(default);
        await using IPageReader pages = await ReaderAsync(snapshot, table);
        long bytes = 0;
        while (await pages.NextAsync(default) is { } page)
        {
            using (page)
            {
                bytes += (long)page.Rows * (PayloadBytes + sizeof(long) + sizeof(int));
            }
        }

        return bytes;
    }
}

public sealed class MariaDbMannersTests(MariaDbSource source) : MannersTests(source), IClassFixture<MariaDbSource>
{
    protected override SourceSpec Spec => new(source.Fixture.Url);
}

public sealed class SqliteMannersTests(SqliteFileSource source) : MannersTests(source), IClassFixture<SqliteFileSource>
{
    protected override SourceSpec Spec => new($"sqlite://{source.File}");
}
