using Ingest.Actors.Batching;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

public sealed class CrawlerCatalogTests : ScriptedCatalogContract
{
    private const string Crawler = "sensor-data";

    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(10);

    private ScriptedGlueCrawler _crawler = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _crawler = new ScriptedGlueCrawler(
            Crawler,
            Database,
            Lake,
            Root,
            path => [.. (path.EndsWith("_rejects", StringComparison.Ordinal) ? LakeSchema.Rejects.Describe() : Recorded.Columns)
                .Select(HiveTypes.Of).Select(column => $"{column.Name} {column.Type}")],
            Clock);
        Glue.Crawler = _crawler;
    }

    [Fact]
    public async Task the_crawler_is_started_once_for_a_run_that_changed_120_partitions_and_not_for_one_that_changed_none()
    {
        for (int day = 0; day < 120; day++)
        {
            await Recorded.CommitAsync(Table, Day.AddDays(-day));
        }

        Assert.Empty(await UpdateAsync());
        Assert.Equal((1, 1), (_crawler.Starts, Glue.Server.Count("StartCrawler")));
        Assert.Equal(120, (await FindAsync("raw_readings"))!.Partitions.Count);
        int asked = Glue.Server.Calls.Count;
        Later();

        Assert.Empty(await UpdateAsync());

        Assert.Equal((1, asked), (_crawler.Starts, Glue.Server.Calls.Count));
    }

    [Fact]
    public async Task what_a_process_that_died_had_not_told_is_told_by_a_run_that_changes_nothing()
    {
        await Recorded.CommitAsync(Table, Day);
        Lake.Before = (call, key, _) => call == "get" && key == CatalogNotes.Key ? throw new IOException("Killed.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => UpdateAsync());
        Lake.Before = (_, _, _) => Task.CompletedTask;

        await UpdateAsync();

        Assert.Equal(1, _crawler.Starts);
        await AssertKnowsAsync("20260105");
    }

    [Fact]
    public async Task a_process_that_died_after_its_crawl_has_none_crawl_again()
    {
        await Recorded.CommitAsync(Table, Day);
        Lake.Before = (call, key, _) => call == "put" && key == CatalogNotes.Key ? throw new IOException("Killed.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => UpdateAsync());
        Lake.Before = (_, _, _) => Task.CompletedTask;

        Assert.Empty(await UpdateAsync());

        Assert.Equal(1, _crawler.Starts);
    }

    [Fact]
    public async Task a_crawl_that_is_under_way_is_waited_for_and_another_started()
    {
        await Recorded.CommitAsync(Table, Day);
        _crawler.Start();
        // That one has passed the new day by.
        _crawler.EndNext("CANCELLED");

        Assert.Empty(await UpdateAsync());

        Assert.Equal(2, _crawler.Starts);
        await AssertKnowsAsync("20260105");
    }

    [Fact]
    public async Task a_crawl_whose_start_was_answered_to_nobody_is_the_only_one()
    {
        await Recorded.CommitAsync(Table, Day);
        Glue.Server.Fail("StartCrawler", AwsFault.ReplyLost);

        Assert.Empty(await UpdateAsync());

        Assert.Equal(1, _crawler.Starts);
        await AssertKnowsAsync("20260105");
    }

    [Fact]
    public async Task a_long_crawl_may_be_told_of_a_while_after_it_has_ended()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        await Recorded.CommitAsync(Table, Day.AddDays(1));
        Later();
        // More than the five minutes in which a crawler is seen to begin.
        _crawler.LooksPerCrawl = 30;
        _crawler.LooksUntilTold = 2;

        Assert.Empty(await UpdateAsync());

        Assert.Equal(2, _crawler.Starts);
        await AssertKnowsAsync("20260105", "20260106");
    }

    [Fact]
    public async Task somebody_who_starts_it_at_the_same_moment_is_waited_for()
    {
        await Recorded.CommitAsync(Table, Day);
        Glue.Server.Fail("StartCrawler", new AwsFault("CrawlerRunningException", 400, "Crawler with name sensor-data has already started"));

        await UpdateAsync();

        Assert.Equal((1, 2), (_crawler.Starts, Glue.Server.Count("StartCrawler")));
        await AssertKnowsAsync("20260105");
    }

    [Fact]
    public async Task it_is_not_started_again_too_soon_and_a_later_run_makes_up_for_it()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        await Recorded.CommitAsync(Table, Day.AddDays(1));

        string notice = Assert.Single(await UpdateAsync());

        Assert.Equal(1, _crawler.Starts);
        Assert.StartsWith("The crawler sensor-data was started ", notice, StringComparison.Ordinal);
        Assert.Contains("every 10 minutes at most (Catalog.MinInterval): a later run makes up for it", notice, StringComparison.Ordinal);
        Clock.Advance(MinInterval);
        Assert.Empty(await UpdateAsync());
        Assert.Equal(2, _crawler.Starts);
        await AssertKnowsAsync("20260105", "20260106");
    }

    [Theory]
    [InlineData("FAILED", "The crawler sensor-data ended as FAILED: Access denied to s3://lake-bucket. The lake is complete, and the next run starts it again. Its log is /aws-glue/crawlers, sensor-data.")]
    [InlineData("CANCELLED", "The crawler sensor-data ended as CANCELLED: Access denied to s3://lake-bucket. The lake is complete, and the next run starts it again. Its log is /aws-glue/crawlers, sensor-data.")]
    public async Task a_crawl_that_fails_is_reported_and_not_repeated_by_this_run(string status, string sentence)
    {
        await Recorded.CommitAsync(Table, Day);
        _crawler.EndNext(status, "Access denied to s3://lake-bucket.");

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Equal((FailureKind.Permanent, sentence), (failure.Kind, failure.Message));
        Later();
        await UpdateAsync();
        await AssertKnowsAsync("20260105");
    }

    [Fact]
    public async Task throttling_is_waited_out()
    {
        await Recorded.CommitAsync(Table, Day);
        Glue.Server.Fail("StartCrawler", AwsFault.Throttled, 3);
        Glue.Server.Fail("GetCrawler", AwsFault.Throttled, 3);

        Assert.Empty(await UpdateAsync());

        Assert.Equal(1, _crawler.Starts);
    }

    [Fact]
    public async Task partitions_that_the_crawler_passed_by_are_named()
    {
        _crawler.Excludes = folder => folder.EndsWith("date=20260106", StringComparison.Ordinal);
        await Recorded.CommitAsync(Table, Day);
        await Recorded.CommitAsync(Table, Day.AddDays(1));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.StartsWith("The crawler sensor-data has crawled, and sensor_data.raw_readings has no partition date=20260106.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_column_that_changed_its_type_is_crawled_whatever_was_noted(bool anew)
    {
        Recorded.Columns = ["value decimal(9,2)"];
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Recorded.Columns = ["value decimal(9,3)"];
        await Recorded.CommitAsync(Table, Day);
        Later();

        Assert.Empty(await Catalog().UpdateAsync([Table], anew, default));

        Assert.Equal((2, "value decimal(9,3)"), (_crawler.Starts, Assert.Single((await FindAsync("raw_readings"))!.Columns)));
    }

    [Fact]
    public async Task notes_that_another_process_writes_during_a_crawl_have_none_crawl_again()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Recorded.Columns = ["sensor_id int64"];
        await Recorded.CommitAsync(Table, Day);
        var copy = new Unit(Copy, UnitInterval.Whole);
        await Recorded.CommitAsync(copy, [Partition.Main(copy)]);
        Later();
        string mine = "";
        Lake.Before = async (call, key, _) =>
        {
            if (call == "put" && key == CatalogNotes.Key && _crawler.Starts == 2 && mine.Length == 0)
            {
                mine = "refused";
                Later();
                await UpdateAsync(Copy);
            }
        };

        Assert.Empty(await UpdateAsync());

        Assert.Equal(("refused", 2), (mine, _crawler.Starts));
    }

    [Fact]
    public async Task a_type_that_the_crawler_finds_otherwise_is_named()
    {
        await Recorded.CommitAsync(Table, Day);
        _crawler.Finds = column => column.Replace("decimal(9,2)", "double", StringComparison.Ordinal);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Contains("has crawled, and sensor_data.raw_readings has no column value decimal(9,2)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_table_that_the_crawler_does_not_reach_is_named()
    {
        _crawler.Excludes = _ => true;
        await Recorded.CommitAsync(Table, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Contains($"no table of sensor_data lies at {Root}/raw-readings/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_table_that_the_crawler_calls_otherwise_is_said()
    {
        TableSpec table = Table with { Path = "Raw.Readings-2" };
        await Recorded.CommitAsync(table, Day);

        Assert.Equal(
            ["The crawler sensor-data calls the table raw_readings raw_readings_2, after its folder Raw.Readings-2."], await UpdateAsync(table));
    }

    [Fact]
    public async Task a_crawler_of_another_database_is_refused()
    {
        _crawler.Database = "another";
        await Recorded.CommitAsync(Table, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Contains("writes to the database another, and Catalog.Database is sensor_data", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _crawler.Starts);
    }

    [Fact]
    public async Task a_crawler_that_there_is_not_is_named()
    {
        Glue.Crawler = null;
        await Recorded.CommitAsync(Table, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.StartsWith("glue:GetCrawler on crawler sensor-data: there is none", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_crawl_that_does_not_end_is_given_up()
    {
        _crawler.LooksPerCrawl = int.MaxValue;
        await Recorded.CommitAsync(Table, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.StartsWith("The crawler sensor-data is still RUNNING after 120 minutes", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Clock.Passed, TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
    }

    [Fact]
    public async Task a_crawler_that_is_ready_and_said_to_run_is_given_up()
    {
        Glue.Server.Fail("StartCrawler", new AwsFault("CrawlerRunningException", 400, "Crawler with name sensor-data has already started"), 5_000);
        await Recorded.CommitAsync(Table, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.StartsWith("The crawler sensor-data is still READY after 120 minutes", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Clock.Passed, TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
    }

    [Fact]
    public async Task who_stops_does_not_wait_for_the_crawl()
    {
        using var stop = new CancellationTokenSource();
        _crawler.LooksPerCrawl = int.MaxValue;
        _crawler.Looked = state =>
        {
            if (state == "RUNNING")
            {
                stop.Cancel();
            }
        };
        await Recorded.CommitAsync(Table, Day);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog().UpdateAsync([Table], anew: false, stop.Token));

        Assert.Equal(1, _crawler.Starts);
        Assert.InRange(Clock.Passed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    protected override ICatalog Catalog() => new CrawlerCatalog(
        new CatalogSpec.Glue(Database) { Crawler = Crawler, MinInterval = MinInterval },
        Lake,
        Root,
        Client,
        Clock,
        CrawlLimits.Default with { Jitter = () => 1 });
}
