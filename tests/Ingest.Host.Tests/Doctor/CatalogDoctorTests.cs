using System.Text.Json.Nodes;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Doctor;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit.Aws;

namespace Ingest.Host.Tests.Doctor;

/// <summary>The policies that the page of permissions has for the catalog, word by word, at a Glue that asks for permission on each
/// resource as AWS does.</summary>
public sealed class CatalogDoctorTests : IAsyncLifetime
{
    private const string Database = "sensor_data";
    private const string Root = "s3://my-data-bucket/sensor-data";
    private const string Aside = "/_ingest_doctor";
    private const string WithoutCrawler = "The catalog, without a crawler";
    private const string WithCrawler = "The catalog, with a crawler";

    private ScriptedGlue _glue = null!;
    private IReadOnlyList<TableSpec> _tables = null!;

    public async Task InitializeAsync()
    {
        _glue = await ScriptedGlue.StartAsync();
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        _tables = ConfigurationReader.Read(new ConfigurationOrigin(installation.SaveConfiguration(), installation.Environment)).Tables;
    }

    public async Task DisposeAsync() => await _glue.DisposeAsync();

    [Theory]
    [InlineData("glue:GetDatabase")]
    [InlineData("glue:CreateDatabase")]
    [InlineData("glue:GetTable")]
    [InlineData("glue:CreateTable")]
    [InlineData("glue:UpdateTable")]
    [InlineData("glue:GetPartitions")]
    [InlineData("glue:BatchGetPartition")]
    [InlineData("glue:BatchCreatePartition")]
    [InlineData("glue:BatchUpdatePartition")]
    public async Task Before_the_first_run_each_action_is_tried_under_the_policy_of_the_page(string action)
    {
        _glue.Tables("default");

        List<Observation> whole = await LookAsync(Policies.Of(WithoutCrawler));
        List<Observation> lacking = await LookAsync(Policies.Of(WithoutCrawler).Without(action));

        Assert.All(whole, one => Assert.Equal(Verdict.Ok, one.Verdict));
        Assert.Contains(whole, one => one.Subject == action);
        Assert.Equal([action], Missing(lacking));
        Assert.Equal(["default"], _glue.Databases);
        Assert.Empty(_glue.Tables("default"));
    }

    [Fact]
    public async Task A_policy_that_covers_only_what_is_there_is_not_said_to_lack_anything_but_the_action_that_it_lacks()
    {
        _glue.Tables("default");
        JsonObject narrow = Policies.Of(WithoutCrawler)
            .WithoutResource($"database{Aside}").WithoutResource($"table{Aside}").WithoutResource("database/default");

        List<Observation> seen = await LookAsync(narrow);

        Assert.Empty(Missing(seen));
        Assert.Equal(
            [
                "it may be missing: it can only be tried on database/default, which the policy does not cover; see docs/permissions.md",
                "it may be missing: it can only be tried on database/_ingest_doctor, which the policy does not cover; see docs/permissions.md",
            ],
            seen.Where(one => one.Verdict == Verdict.Skipped).Select(one => one.Sentence));
    }

    [Fact]
    public async Task Who_may_look_anywhere_and_make_tables_in_the_database_only_is_not_said_to_lack_that()
    {
        _glue.Tables(Database);
        JsonObject narrow = Policies.Of(WithoutCrawler).WithoutResource($"table{Aside}");

        List<Observation> seen = await LookAsync(narrow);
        List<Observation> lacking = await LookAsync(narrow.Without("glue:CreateTable"));

        Assert.Empty(Missing(seen));
        Assert.Equal(["glue:CreateTable"], seen.Where(one => one.Verdict == Verdict.Skipped).Select(one => one.Subject));
        Assert.Equal(["glue:CreateTable"], Missing(lacking));
    }

    [Fact]
    public async Task Where_no_database_can_stand_in_for_the_one_that_is_absent_that_is_said()
    {
        Observation skipped = Assert.Single(await LookAsync(Policies.Of(WithoutCrawler)), one => one.Verdict == Verdict.Skipped);

        Assert.Equal("glue:CreateDatabase", skipped.Subject);
        Assert.Equal(
            "the first run needs it, and without making the database it can only be tried on a database default, which is not there",
            skipped.Sentence);
        Assert.Equal(0, _glue.Server.Count("CreateDatabase"));
    }

    [Fact]
    public async Task Where_the_database_is_there_making_one_is_not_asked_for()
    {
        _glue.Tables(Database);

        List<Observation> seen = await LookAsync(Policies.Of(WithoutCrawler).Without("glue:CreateDatabase"));

        Assert.All(seen, one => Assert.Equal(Verdict.Ok, one.Verdict));
        Assert.Equal(0, _glue.Server.Count("CreateDatabase"));
    }

    [Fact]
    public async Task What_only_Lake_Formation_denies_is_not_said_to_be_missing_in_the_policy()
    {
        _glue.Tables(Database);
        _glue.Server.Fail("CreateTable", new AwsFault(
            "AccessDeniedException", 400, "Insufficient Lake Formation permission(s): Required Create Table on _ingest_doctor"));

        List<Observation> seen = await LookAsync(Policies.Of(WithoutCrawler));

        Assert.Equal(
            ["IAM allows it; Lake Formation decides by what is there, so that the first run will tell"],
            seen.Where(one => one.Verdict != Verdict.Ok).Select(one => one.Sentence));
    }

    [Fact]
    public async Task What_is_called_as_what_is_never_there_is_left_alone()
    {
        _glue.Tables(Database);
        _glue.Tables(CatalogExamination.Nowhere);

        Observation skipped = Assert.Single(await LookAsync(Policies.Of(WithoutCrawler)), one => one.Verdict == Verdict.Skipped);

        Assert.Equal("it is tried on database/_ingest_doctor because that is never there, and it is there: delete it", skipped.Sentence);
        Assert.Equal(0, _glue.Server.Count("CreateTable"));
    }

    [Theory]
    [InlineData("glue:StartCrawler")]
    [InlineData("glue:GetCrawler")]
    [InlineData("glue:GetTables")]
    [InlineData("glue:BatchGetPartition")]
    public async Task With_a_crawler_each_action_is_tried_under_the_policy_of_the_page_and_it_is_not_started(string action)
    {
        ScriptedGlueCrawler crawler = Crawler();

        List<Observation> whole = await LookAsync(Policies.Of(WithCrawler), crawler.Name);
        List<Observation> lacking = await LookAsync(Policies.Of(WithCrawler).Without(action), crawler.Name);

        Assert.Equal(Verdict.Ok, whole.Single(one => one.Subject == action).Verdict);
        Assert.Empty(Missing(whole));
        Assert.Equal([action], Missing(lacking));
        Assert.Equal(0, crawler.Starts);
    }

    [Fact]
    public async Task Under_a_policy_for_the_crawler_only_it_is_said_that_starting_it_was_not_tried()
    {
        ScriptedGlueCrawler crawler = Crawler();

        List<Observation> seen = await LookAsync(Policies.Of(WithCrawler).WithoutResource($"crawler{Aside}"), crawler.Name);

        Assert.Empty(Missing(seen));
        Assert.Equal(0, _glue.Server.Count("StartCrawler"));
        Assert.Equal(
            "it may be missing: it can only be tried on crawler/_ingest_doctor, which the policy does not cover; see docs/permissions.md",
            seen.Single(one => one.Subject == "glue:StartCrawler").Sentence);
    }

    [Fact]
    public async Task What_was_tried_elsewhere_says_where_and_what_the_policy_must_name()
    {
        _glue.Tables("default");

        List<Observation> without = await LookAsync(Policies.Of(WithoutCrawler));
        List<Observation> with = await LookAsync(Policies.Of(WithCrawler), Crawler().Name);

        Assert.Equal("allowed on database/default; the policy must name database/sensor_data as well", Sentence(without, "glue:CreateDatabase"));
        Assert.Equal(
            "allowed on database/_ingest_doctor; the policy must name database/sensor_data and table/sensor_data/* as well",
            Sentence(without, "glue:CreateTable"));
        Assert.Equal("allowed on table/sensor_data/_ingest_doctor", Sentence(without, "glue:UpdateTable"));
        Assert.Equal("allowed on crawler/_ingest_doctor; the policy must name crawler/sensor-data as well", Sentence(with, "glue:StartCrawler"));

        static string Sentence(List<Observation> seen, string action) => seen.Single(one => one.Subject == action).Sentence;
    }

    [Fact]
    public async Task A_crawler_that_only_logs_changed_columns_fails_runs_and_is_said_to()
    {
        ScriptedGlueCrawler crawler = Crawler();
        crawler.UpdateBehavior = "LOG";
        Observation logs = (await LookAsync(Policies.Of(WithCrawler), crawler.Name)).Single(one => one.Subject == "schema changes");
        crawler.UpdateBehavior = "UPDATE_IN_DATABASE";
        Observation updates = (await LookAsync(Policies.Of(WithCrawler), crawler.Name)).Single(one => one.Subject == "schema changes");

        Assert.Equal(Verdict.Missing, logs.Verdict);
        Assert.Equal(
            "the crawler sensor-data only logs them, so that a run whose columns have changed fails: let it update the catalog "
            + "(SchemaChangePolicy.UpdateBehavior UPDATE_IN_DATABASE)",
            logs.Sentence);
        Assert.Equal(Verdict.Ok, updates.Verdict);
    }

    [Fact]
    public async Task A_crawler_that_passes_rejects_by_is_said_to_and_one_that_passes_the_table_by_is_missing()
    {
        ScriptedGlueCrawler crawler = Crawler();
        crawler.Targets = [($"{Root}/readings", [])];
        List<Observation> seen = await LookAsync(Policies.Of(WithCrawler), crawler.Name);
        crawler.Targets = [($"{Root}/readings_rejects/", [])];
        List<Observation> rejects = await LookAsync(Policies.Of(WithCrawler), crawler.Name);

        Assert.Equal([Verdict.Ok, Verdict.Warning], seen.Where(one => one.Subject == "target").Select(one => one.Verdict));
        Assert.Equal(
            "the crawler sensor-data does not crawl s3://my-data-bucket/sensor-data/readings_rejects/: give it that folder, or the lake, as an "
            + "S3 target; once there are rejects, runs fail for want of their table",
            seen.Single(one => one.Verdict == Verdict.Warning).Sentence);
        Assert.Equal([Verdict.Missing, Verdict.Ok], rejects.Where(one => one.Subject == "target").Select(one => one.Verdict));
    }

    /// <param name="path">The target.</param>
    /// <param name="exclusions">Its patterns.</param>
    /// <param name="exclude">What doctor wants excluded; null: nothing.</param>
    [Theory]
    [InlineData(Root, "", "_ingest/**")]
    [InlineData(Root, "_ingest/**", null)]
    [InlineData(Root, "**.json _ingest**", null)]
    [InlineData(Root, "{_ingest,old}/**", null)]
    [InlineData(Root, "[_]inges?/**", null)]
    [InlineData(Root, "_ingest/* _ingest/*/*", null)]
    [InlineData(Root, "old_ingest/**", "_ingest/**")]
    [InlineData(Root, "**/_ingest/**", "_ingest/**")]
    [InlineData(Root, "_ingest/*", "_ingest/**")]
    [InlineData(Root, "_ingest", "_ingest/**")]
    [InlineData("s3://my-data-bucket/", "_ingest/**", "sensor-data/_ingest/**")]
    [InlineData("s3://my-data-bucket/", "sensor-data/_ingest/**", null)]
    [InlineData("s3://my-data-bucket", "**/_ingest/**", null)]
    public async Task A_crawler_that_would_take_records_for_a_table_is_told_by_its_patterns(string path, string exclusions, string? exclude)
    {
        ScriptedGlueCrawler crawler = Crawler();
        crawler.Targets = [(path, exclusions.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

        IEnumerable<Observation> seen = (await LookAsync(Policies.Of(WithCrawler), crawler.Name))
            .Where(one => one is { Subject: "target", Verdict: not Verdict.Ok });

        Assert.Equal(
            exclude is null
                ? []
                : [$"the crawler sensor-data would take Ingest's records for a table: exclude {exclude} from its target {path}"],
            seen.Select(one => one.Sentence));
    }

    [Theory]
    [InlineData(null, "GetDatabase")]
    [InlineData("sensor-data", "GetCrawler")]
    public async Task A_Glue_that_cannot_be_reached_is_said_once(string? crawler, string first)
    {
        _glue.Server.Fail(first, AwsFault.Dropped, times: 100);

        List<Observation> seen = await LookAsync(Policies.Of(crawler is null ? WithoutCrawler : WithCrawler), crawler);

        Assert.Equal([($"glue:{first}", Verdict.Missing), ("other actions", Verdict.Skipped)], seen.Select(one => (one.Subject, one.Verdict)));
        Assert.Equal([first, first], _glue.Server.Calls);
    }

    /// <summary>The scripted crawler tells of no exclusions; what it crawls is not looked at here.</summary>
    private static List<string> Missing(List<Observation> seen) =>
        [.. seen.Where(one => one.Verdict == Verdict.Missing && one.Subject != "target").Select(one => one.Subject)];

    /// <summary>It would crawl a folder that nobody makes.</summary>
    private ScriptedGlueCrawler Crawler()
    {
        var lake = new DirectoryLake(Path.Combine(Path.GetTempPath(), "ingest-test-nowhere"), TimeProvider.System);
        return _glue.Crawler = new ScriptedGlueCrawler("sensor-data", Database, lake, Root, _ => [], TimeProvider.System);
    }

    private async Task<List<Observation>> LookAsync(JsonObject policy, string? crawler = null)
    {
        _glue.Allows = (action, arn) => policy.Allows($"glue:{action}", arn);
        var catalog = new CatalogSpec.Glue(Database) { Crawler = crawler };
        Examination examination = crawler is null
            ? new GlueExamination(catalog, _glue.Server.Spec, _tables, TimeProvider.System)
            : new CrawlerExamination(catalog, Root, _glue.Server.Spec, _tables, TimeProvider.System);
        return await examination.RunAsync(CancellationToken.None).ToListAsync();
    }
}
