using System.Globalization;
using Akka.Streams;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Tests.Paging;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests;

/// <summary>A table that is copied as a whole, by its key and without one.</summary>
public abstract class WholeCopyTests(TestSource source) : Akka.TestKit.Xunit2.TestKit
{
    private static readonly EngineLimits Small = new() { RowGroupRows = 500, PageBytes = 16 * 1024, BatchBytes = 16 * 1024 };

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_one_snapshot_whatever_is_written_while_it_is_read(bool keyed)
    {
        string table = $"calm{keyed}";
        string written = $"busy{keyed}";
        await CreateAsync(table, keyed);
        await CreateAsync(written, keyed);
        MemoryLake calm = new();
        MemoryLake busy = new();
        int struck = 0;
        int connections = 0;
        busy.Before = async (call, _, _) =>
        {
            if (call == "prepare" && Interlocked.Exchange(ref struck, 1) == 0)
            {
                await source.ExecuteAsync($"UPDATE {written} SET name = 'changed' WHERE id > 2000");
                await source.ExecuteAsync($"DELETE FROM {written} WHERE id > 3000");
                await source.ExecuteAsync($"INSERT INTO {written} VALUES (100000, 'new')");
                connections = await ConnectionsAsync();
            }
        };

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(written, keyed, busy));
        await RunAsync(table, keyed, calm);

        Assert.Equal((1, 4000), (struck, done.Tally.Rows));
        Assert.InRange(connections, 0, 1);
        Assert.Equal(Assert.Single(calm.Objects), Assert.Single(busy.Objects));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_read_each_time_and_published_when_its_rows_are_others_and_only_then(bool keyed)
    {
        string table = $"each{keyed}";
        await CreateAsync(table, keyed);
        MemoryLake lake = new();
        await RunAsync(table, keyed, lake);
        int published = lake.Calls.Count(call => call.Call == "publish");

        UnitOutcome again = await RunAsync(table, keyed, lake);
        int publishedAgain = lake.Calls.Count(call => call.Call == "publish");
        await source.ExecuteAsync($"UPDATE {table} SET name = 'changed' WHERE id = 3999");
        UnitOutcome.Committed changed = Assert.IsType<UnitOutcome.Committed>(await RunAsync(table, keyed, lake));

        Assert.IsType<UnitOutcome.Unchanged>(again);
        Assert.Equal((1, 1, 1), (published, publishedAgain, changed.Objects));
        Assert.Equal(0, lake.Uploads);
    }

    [SkippableFact]
    public async Task It_is_not_published_when_it_would_be_cut_in_another_way_and_has_the_same_rows()
    {
        await CreateAsync("cut", keyed: true);
        MemoryLake lake = new();
        await RunAsync("cut", keyed: true, lake);
        byte[] before = Assert.Single(lake.Objects).Value;

        Assert.IsType<UnitOutcome.Unchanged>(await RunAsync("cut", keyed: true, lake, Small with { RowGroupRows = 700 }));
        byte[] after = Assert.Single(lake.Objects).Value;
        lake.Remove("copied/data.parquet");
        Assert.IsType<UnitOutcome.Committed>(await RunAsync("cut", keyed: true, lake, Small with { RowGroupRows = 700 }));

        Assert.Same(before, after);
        Assert.NotEqual(before, Assert.Single(lake.Objects).Value);
    }

    [SkippableFact]
    public async Task A_reader_sees_the_old_object_until_the_new_one_is_whole()
    {
        await CreateAsync("replaced", keyed: true);
        MemoryLake lake = new();
        await RunAsync("replaced", keyed: true, lake);
        byte[] old = Assert.Single(lake.Objects).Value;
        List<byte[]> seen = [];
        bool published = false;
        List<byte[]> later = [];
        lake.Before = (call, _, _) =>
        {
            (published ? later : seen).Add(Assert.Single(lake.Objects).Value);
            published |= call == "publish";
            return Task.CompletedTask;
        };

        await source.ExecuteAsync("UPDATE replaced SET name = 'changed'");
        await RunAsync("replaced", keyed: true, lake);

        byte[] now = Assert.Single(lake.Objects).Value;
        Assert.NotEqual(old, now);
        Assert.All(seen, bytes => Assert.Same(old, bytes));
        Assert.All(later, bytes => Assert.Same(now, bytes));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_larger_than_the_units_share_streams_through_it(bool keyed)
    {
        var limits = new EngineLimits { RowGroupBytes = 256 * 1024, RejectGroupBytes = 16 * 1024, PageBytes = 64 * 1024, BatchBytes = 64 * 1024 };
        limits = limits with { UnitBytes = limits.UnitBytesMin };
        string table = $"large{keyed}";
        int rows = (int)(limits.UnitBytes / 1000 * 5 / 4);
        await source.ExecuteAsync($"CREATE TABLE {table} (id INT NOT NULL{(keyed ? " PRIMARY KEY" : "")}, name TEXT)");
        for (int first = 0; first < rows; first += 1000)
        {
            await source.ExecuteAsync($"INSERT INTO {table} VALUES {string.Join(", ", Enumerable.Range(first, 1000).Select(id => $"({id}, '{id.ToString("D5", CultureInfo.InvariantCulture).PadRight(1000, 'x')}')"))}");
        }

        UnitOutcome.Committed done = Assert.IsType<UnitOutcome.Committed>(await RunAsync(table, keyed, new MemoryLake(), limits));

        Assert.True(done.Tally.Rows * 1000 > limits.UnitBytes);
        Assert.InRange(done.PeakBytes, 1, limits.UnitBytes);
        Assert.Equal(0, done.HeldBytes);
    }

    /// <summary>How many connections others have to the schema now; 0 where there is no server to ask.</summary>
    protected abstract Task<int> ConnectionsAsync();

    private async Task CreateAsync(string table, bool keyed)
    {
        await source.ExecuteAsync($"CREATE TABLE {table} (id INT NOT NULL{(keyed ? " PRIMARY KEY" : "")}, name VARCHAR(100))");
        await source.ExecuteAsync($"INSERT INTO {table} VALUES {string.Join(", ", Enumerable.Range(0, 4000).Select(id => $"({id}, 'the name of {id}')"))}");
    }

    private async Task<UnitOutcome> RunAsync(string table, bool keyed, MemoryLake lake, EngineLimits? limits = null)
    {
        await using ISourceDatabase database = source.Open();
        SourceTable found = await database.ResolveAsync(TestSource.Copy(table) with { Unpaged = !keyed }, CancellationToken.None);
        var graph = new UnitGraph(lake, limits ?? Small, new ByteBudget(long.MaxValue), new RunMeter(), Sys.Materializer());
        OpenUnit open = await OpenUnit.OpenAsync(
            new PlannedUnit(new Unit(found.Spec, UnitInterval.Whole), found), database, new RecordStore(lake), CancellationToken.None);
        return await graph.RunAsync(open, acceptShrink: false, turn: null, CancellationToken.None);
    }
}

public sealed class MariaDbWholeCopyTests(MariaDbSource source) : WholeCopyTests(source), IClassFixture<MariaDbSource>
{
    private readonly MariaDbSource _source = source;

    protected override async Task<int> ConnectionsAsync()
    {
        // Those that were closed just now may still be listed.
        int count = int.MaxValue;
        for (int tries = 0; tries < 100 && count > 1; tries++)
        {
            count = int.Parse(
                Assert.Single(await _source.ColumnAsync("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()")),
                CultureInfo.InvariantCulture);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return count;
    }
}

public sealed class SqliteWholeCopyTests(SqliteFileSource source) : WholeCopyTests(source), IClassFixture<SqliteFileSource>
{
    protected override Task<int> ConnectionsAsync() => Task.FromResult(0);
}
