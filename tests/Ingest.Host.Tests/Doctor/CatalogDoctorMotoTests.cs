using System.Text.Json.Nodes;
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

    /// <summary>What would leave something behind is not tried.</summary>
    private static readonly string[] Untried = ["glue:CreateDatabase"];

    [SkippableFact]
    public async Task With_the_policies_of_the_page_a_run_registers_everything_and_each_action_that_is_missing_is_named()
    {
        await using Installation installation = await CreateAsync();
        List<Observation> before = await moto.LookAsync(installation, Policy());

        CliResult run = await RunAsync(installation);
        List<Observation> after = await moto.LookAsync(installation, Policy());

        Assert.Empty(Missing(before));
        Assert.Contains(before, one => one.Subject == "glue:GetDatabase" && one.Sentence == $"allowed; there is no database {Database} yet");
        Assert.True(run.Exit == 0, run.Error);
        Assert.Empty(Missing(after));
        Assert.Contains(after, one => one.Subject == "glue:GetTable" && one.Sentence == $"allowed; {Database}.readings is registered");
        foreach (string action in Catalog().Actions().Except(Untried))
        {
            Observation missing = Assert.Single(Missing(await moto.LookAsync(installation, Policy().Without(action))));

            Assert.Equal(action, missing.Subject);
            Assert.Contains($"{action} on ", missing.Sentence, StringComparison.Ordinal);
            Assert.Contains("was denied; grant it, see docs/permissions.md", missing.Sentence, StringComparison.Ordinal);
        }
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
        Assert.StartsWith("results are to go to s3://no-such-results/athena/: s3:ListBucket on s3://no-such-results/athena/", elsewhere.Sentence, StringComparison.Ordinal);
        Assert.Equal(["athena:GetWorkGroup"], absent.Select(one => one.Subject));
        Assert.Empty(Missing(nowhere));
        Assert.Equal(
            ["neither Catalog.Output nor the workgroup primary says where results go: write an s3:// URL outside the lake as Catalog.Output; only `ingest query` needs it"],
            nowhere.Where(one => one is { Area: "athena", Verdict: Verdict.Warning }).Select(one => one.Sentence));
    }

    private static JsonObject Lake() => Policies.Of("The lake", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", Prefix));

    private static JsonObject Catalog() => Policies.Of("The catalog, without a crawler");

    private static JsonObject Policy() => Lake().And(Catalog().Everywhere()).And(Policies.Of("Queries", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", Prefix), ("my-results", GuardedMoto.Results)).Everywhere());

    private static JsonObject CrawlerPolicy() =>
        Lake().And(Policies.Of("The catalog, with a crawler").Everywhere()).And(Policies.Of("Queries", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", Prefix), ("my-results", GuardedMoto.Results)).Everywhere());

    private static List<Observation> Missing(List<Observation> seen) => [.. seen.Where(one => one.Verdict == Verdict.Missing)];

    private Task CrawlerAsync(string database, string exclusions) => moto.GlueAsync("CreateCrawler", $$"""
        {
          "Name": "sensor-data", "Role": "arn:aws:iam::123456789012:role/crawler", "DatabaseName": "{{database}}",
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

    private async Task<CliResult> RunAsync(Installation installation)
    {
        Dictionary<string, string> environment = await moto.EnvironmentAsync();
        return await moto.AsUserAsync(Policy(), async () =>
        {
            using var process = ExecutableProcess.Start(environment, "backfill", "--config", installation.SaveConfiguration());
            return await process.EndAsync();
        });
    }
}
