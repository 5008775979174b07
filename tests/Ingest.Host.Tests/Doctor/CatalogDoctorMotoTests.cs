using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Host.Commands;
using Ingest.Host.Doctor;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Doctor;

/// <summary>The policies that the page of permissions has for the catalog are enough, and what is missing is named.</summary>
public sealed class CatalogDoctorMotoTests(GuardedMoto moto) : IClassFixture<GuardedMoto>
{
    private const string Prefix = "cataloged";
    private const string Database = "sensors_db";

    /// <summary>No run has made it.</summary>
    private const string Crawled = "crawled_db";

    /// <summary>Nobody makes it.</summary>
    private const string Unmade = "unmade_db";

    /// <summary>Somebody has made it, and nothing in it.</summary>
    private const string Empty = "empty_db";

    /// <summary>It makes the database, which is there when the run is done.</summary>
    private const string CreateDatabase = "glue:CreateDatabase";

    [SkippableFact]
    public async Task With_the_policies_of_the_page_a_run_registers_everything_and_each_action_that_is_missing_is_named()
    {
        await using Installation installation = await CreateAsync();
        List<Observation> before = await moto.LookAsync(installation, Policy());

        CliResult run = await RunAsync(installation, Policy(), "backfill");
        List<Observation> after = await moto.LookAsync(installation, Policy());

        Assert.Empty(Missing(before));
        Assert.Contains(before, one => one.Subject == "glue:GetDatabase" && one.Sentence == $"allowed; there is no database {Database} yet");
        Assert.True(run.Exit == 0, run.Error);
        Assert.Empty(Missing(after));
        Assert.Contains(after, one => one.Subject == "glue:GetTable" && one.Sentence == $"allowed; {Database}.readings is registered");
        Assert.Empty(Missing(await moto.LookAsync(installation, Policy().Without(CreateDatabase))));
        foreach (string action in Catalog().Actions().Where(action => action != CreateDatabase))
        {
            await IsNamedAsync(installation, Policy(), action);
        }
    }

    [SkippableTheory]
    [InlineData("glue:GetDatabase")]
    [InlineData("glue:CreateDatabase")]
    [InlineData("glue:GetTable")]
    [InlineData("glue:CreateTable")]
    [InlineData("glue:UpdateTable")]
    [InlineData("glue:GetPartitions")]
    [InlineData("glue:BatchGetPartition")]
    [InlineData("glue:BatchCreatePartition")]
    [InlineData("glue:BatchUpdatePartition")]
    public async Task Before_the_first_run_an_action_that_is_missing_is_named_and_nothing_is_made(string action)
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Catalog"]!["Database"] = Unmade;

        await DefaultAsync();

        await IsNamedAsync(installation, Policy(), action);
        Assert.Empty(Missing(await moto.LookAsync(installation, Policy())));
        Assert.Equal(["default"], (await DatabasesAsync()).Where(name => name is "default" or Unmade or CatalogExamination.Nowhere));
    }

    [SkippableFact]
    public async Task In_a_database_without_tables_it_is_named_that_none_can_be_made_and_none_is()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Catalog"]!["Database"] = Empty;
        await moto.GlueAsync("CreateDatabase", $$"""{ "DatabaseInput": { "Name": "{{Empty}}" } }""");

        await IsNamedAsync(installation, Policy(), "glue:CreateTable");
        Assert.Empty(Missing(await moto.LookAsync(installation, Policy().Without(CreateDatabase))));

        JsonNode tables = await moto.GlueAsync("GetTables", $$"""{ "DatabaseName": "{{Empty}}" }""");
        Assert.Empty(tables["TableList"]!.AsArray());
    }

    [SkippableTheory]
    [InlineData("glue:StartCrawler")]
    [InlineData("glue:GetCrawler")]
    [InlineData("glue:GetTables")]
    [InlineData("glue:BatchGetPartition")]
    public async Task An_action_that_is_missing_for_a_crawler_is_named_and_it_is_not_started(string action)
    {
        await using Installation installation = await CreateAsync();
        string crawler = $"crawler-{action.Split(':')[1]}";
        installation.Configuration["Catalog"]!["Crawler"] = crawler;
        installation.Configuration["Catalog"]!["Database"] = Crawled;
        await CrawlerAsync(Crawled, """["_ingest/**"]""", crawler);

        await IsNamedAsync(installation, CrawlerPolicy(), action);
        Assert.Empty(Missing(await moto.LookAsync(installation, CrawlerPolicy())));

        JsonNode seen = await moto.GlueAsync("GetCrawler", $$"""{ "Name": "{{crawler}}" }""");
        Assert.Equal("READY", (string)seen["Crawler"]!["State"]!);
        Assert.Null(seen["Crawler"]!["LastCrawl"]);
    }

    [SkippableTheory]
    [InlineData("athena:GetWorkGroup")]
    [InlineData("athena:StartQueryExecution")]
    [InlineData("athena:GetQueryExecution")]
    [InlineData("athena:GetQueryResults")]
    [InlineData("athena:StopQueryExecution")]
    public async Task An_action_that_is_missing_for_queries_is_named(string action)
    {
        await using Installation installation = await CreateAsync();

        await IsNamedAsync(installation, Policy(), action);
    }

    /// <summary>Where the policy of the lake, or that of the catalog, has the same action on what is its own, that is no help.</summary>
    [SkippableFact]
    public async Task Each_action_that_the_policy_for_queries_has_is_tried_where_queries_need_it_and_nothing_is_left_behind()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Catalog"]!["Crawler"] = "crawler-of-queries";
        installation.Configuration["Catalog"]!["Database"] = Crawled;
        await CrawlerAsync(Crawled, """["_ingest/**"]""", "crawler-of-queries");
        JsonObject rest = Lake().And(Policies.Of("The catalog, with a crawler").Everywhere());

        List<Observation> whole = await moto.LookAsync(installation, rest.And(Queries()));
        using AmazonS3Client s3 = moto.S3();
        ListObjectsV2Response objects = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = GuardedMoto.Results });
        ListMultipartUploadsResponse uploads = await s3.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = GuardedMoto.Results });

        Assert.Empty(Missing(whole));
        Assert.Empty(objects.S3Objects ?? []);
        Assert.Empty(uploads.MultipartUploads ?? []);
        foreach (string action in Queries().Actions())
        {
            List<Observation> missing = Missing(await moto.LookAsync(installation, rest.And(Queries().Without(action))));

            Assert.NotEmpty(missing);
            Assert.All(missing, one => Assert.Equal(("athena", action), (one.Area, one.Subject)));
            Assert.All(missing, one => Assert.Contains($"{action} on ", one.Sentence, StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task An_action_that_is_missing_ends_doctor_with_a_code_of_its_own()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Catalog"]!["Database"] = Unmade;
        await DefaultAsync();

        CliResult whole = await RunAsync(installation, Policy(), "doctor");
        CliResult lacking = await RunAsync(installation, Policy().Without("glue:CreateTable"), "doctor");

        Assert.True(whole.Exit == ExitCodes.Done, whole.Out);
        Assert.Equal(ExitCodes.NotStarted, lacking.Exit);
        Assert.Contains("MISSING  catalog, glue:CreateTable: glue:CreateTable on ", lacking.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_crawler_that_is_not_there_or_crawls_the_records_is_said()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Catalog"]!["Crawler"] = "sensor-data";
        installation.Configuration["Catalog"]!["Database"] = Crawled;

        Observation absent = Assert.Single(Missing(await moto.LookAsync(installation, CrawlerPolicy())), IsCrawler);
        await CrawlerAsync("other_db", "[]");
        List<Observation> wrong = Missing(await moto.LookAsync(installation, CrawlerPolicy()));
        await moto.GlueAsync("DeleteCrawler", """{ "Name": "sensor-data" }""");
        await CrawlerAsync(Crawled, """["_ingest/**"]""");
        List<Observation> right = await moto.LookAsync(installation, CrawlerPolicy());
        List<Observation> denied = Missing(await moto.LookAsync(installation, CrawlerPolicy().Without("glue:BatchGetPartition")));

        Assert.StartsWith("glue:GetCrawler on crawler sensor-data: there is none", absent.Sentence, StringComparison.Ordinal);
        Assert.Contains(wrong, one => one.Sentence == $"the crawler sensor-data writes to the database other_db, and Catalog.Database is {Crawled}: change one of them");
        Assert.Contains(wrong, one => one.Sentence == $"the crawler sensor-data would take Ingest's records for a table: exclude _ingest/** from its target s3://{GuardedMoto.Bucket}/{Prefix}");
        Assert.Empty(Missing(right));
        Assert.Equal(["glue:BatchGetPartition"], denied.Select(one => one.Subject));

        static bool IsCrawler(Observation one) => one.Subject == "glue:GetCrawler";
    }

    [SkippableFact]
    public async Task What_queries_lack_is_missing_where_the_configuration_names_it_and_otherwise_only_said()
    {
        await using Installation installation = await CreateAsync();
        JsonObject catalog = installation.Configuration["Catalog"]!.AsObject();

        List<Observation> denied = Missing(await moto.LookAsync(installation, Policy().Without("athena:GetWorkGroup")));
        List<Observation> unstarted = Missing(await moto.LookAsync(installation, Policy().Without("athena:StartQueryExecution")));
        catalog["Output"] = "s3://no-such-results/athena/";
        Observation elsewhere = Assert.Single(Missing(await moto.LookAsync(installation, Policy())));
        catalog["Workgroup"] = "analysts";
        List<Observation> absent = Missing(await moto.LookAsync(installation, Policy()));
        catalog.Remove("Output");
        catalog["Workgroup"] = "primary";
        List<Observation> nowhere = await moto.LookAsync(installation, Policy());

        Assert.Equal(["athena:GetWorkGroup"], denied.Select(one => one.Subject));
        Assert.Equal(["athena:StartQueryExecution"], unstarted.Select(one => one.Subject));
        Assert.Equal("s3:ListBucket", elsewhere.Subject);
        Assert.StartsWith(
            "results are to go to s3://no-such-results/athena/: s3:ListBucket on s3://no-such-results/athena/", elsewhere.Sentence,
            StringComparison.Ordinal);
        Assert.Equal(["athena:GetWorkGroup"], absent.Select(one => one.Subject));
        Assert.Empty(Missing(nowhere));
        Assert.Equal(
            ["neither Catalog.Output nor the workgroup primary says where results go: write an s3:// URL outside the lake as Catalog.Output; only `ingest query` needs it"],
            nowhere.Where(one => one is { Area: "athena", Verdict: Verdict.Warning }).Select(one => one.Sentence));
    }

    private static JsonObject Lake() => Policies.Of("The lake", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", Prefix));

    private static JsonObject Catalog() => Policies.Of("The catalog, without a crawler");

    private static JsonObject Queries() => Policies.Of(
        "Queries", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", Prefix), ("my-results", GuardedMoto.Results)).Everywhere();

    private static JsonObject Policy() => Lake().And(Catalog().Everywhere()).And(Queries());

    private static JsonObject CrawlerPolicy() => Lake().And(Policies.Of("The catalog, with a crawler").Everywhere()).And(Queries());

    private static List<Observation> Missing(List<Observation> seen) => [.. seen.Where(one => one.Verdict == Verdict.Missing)];

    /// <summary>Doctor names that action, and no other, and says what to do.</summary>
    private async Task IsNamedAsync(Installation installation, JsonObject policy, string action)
    {
        Observation missing = Assert.Single(Missing(await moto.LookAsync(installation, policy.Without(action))));

        Assert.Equal(action, missing.Subject);
        Assert.Contains($"{action} on ", missing.Sentence, StringComparison.Ordinal);
        Assert.Contains("was denied; grant it, see docs/permissions.md", missing.Sentence, StringComparison.Ordinal);
    }

    /// <summary>The database that Athena makes, which tests of this class share.</summary>
    private async Task DefaultAsync()
    {
        if (!(await DatabasesAsync()).Contains("default"))
        {
            await moto.GlueAsync("CreateDatabase", """{ "DatabaseInput": { "Name": "default" } }""");
        }
    }

    private async Task<List<string>> DatabasesAsync() =>
        [.. (await moto.GlueAsync("GetDatabases", "{}"))["DatabaseList"]!.AsArray().Select(database => (string)database!["Name"]!)];

    private Task CrawlerAsync(string database, string exclusions, string name = "sensor-data") => moto.GlueAsync("CreateCrawler", $$"""
        {
          "Name": "{{name}}", "Role": "arn:aws:iam::123456789012:role/crawler", "DatabaseName": "{{database}}",
          "Targets": { "S3Targets": [ { "Path": "s3://{{GuardedMoto.Bucket}}/{{Prefix}}", "Exclusions": {{exclusions}} } ] }
        }
        """);

    private async Task<Installation> CreateAsync()
    {
        await moto.StartAsync();
        Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        moto.Configure(installation, Prefix);
        installation.Configuration["Catalog"] = new JsonObject { ["Kind"] = "glue", ["Database"] = Database, ["Output"] = $"s3://{GuardedMoto.Results}/athena/" };
        return installation;
    }

    private async Task<CliResult> RunAsync(Installation installation, JsonObject policy, string verb)
    {
        Dictionary<string, string> environment = await moto.EnvironmentAsync();
        return await moto.AsUserAsync(policy, async () =>
        {
            using var process = ExecutableProcess.Start(environment, verb, "--config", installation.SaveConfiguration());
            return await process.EndAsync();
        });
    }
}
