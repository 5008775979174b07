using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Batching;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>The crawler: that it is there, writes where Athena is to look, follows changed columns, and crawls the lake without its
/// records.</summary>
internal sealed class CrawlerExamination(
    CatalogSpec.Glue catalog, string root, AwsSpec aws, IReadOnlyList<TableSpec> tables, TimeProvider clock) : CatalogExamination
{
    private readonly AmazonGlueClient _glue = new(aws, clock, ServiceReach.Limits);

    protected override async IAsyncEnumerable<Observation> EachAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Crawler? crawler = null;
        yield return await LookAsync("glue:GetCrawler", async () =>
        {
            crawler = (await _glue.GetCrawlerAsync(new GetCrawlerRequest { Name = catalog.Crawler }, cancellation)).Crawler!;
            string last = crawler.LastCrawl?.Status is { } status ? $", its last crawl {status}" : "";
            return Ok("glue:GetCrawler", $"the crawler {catalog.Crawler} is {crawler.State}{last}");
        });
        foreach (Observation seen in crawler is null ? [] : Settings(crawler))
        {
            yield return seen;
        }

        yield return await AbsentIsOkAsync("glue:GetTables", () =>
            _glue.GetTablesAsync(new GetTablesRequest { DatabaseName = catalog.Database }, cancellation));
        yield return await AbsentIsOkAsync("glue:BatchGetPartition", () => _glue.BatchGetPartitionAsync(
            new BatchGetPartitionRequest
            {
                DatabaseName = catalog.Database,
                TableName = Nowhere,
                PartitionsToGet = [new PartitionValueList { Values = ["00000000"] }],
            },
            cancellation));
        yield return await NowhereAsync(
            "glue:StartCrawler", "crawler", $"crawler/{catalog.Crawler}",
            () => _glue.GetCrawlerAsync(new GetCrawlerRequest { Name = Nowhere }, cancellation),
            () => _glue.StartCrawlerAsync(new StartCrawlerRequest { Name = Nowhere }, cancellation),
            isInCatalog: false);
    }

    /// <summary>A crawler makes its database when it first crawls.</summary>
    private Task<Observation> AbsentIsOkAsync<T>(string subject, Func<Task<T>> ask) => LookAsync(subject, async () =>
    {
        try
        {
            await ask();
        }
        catch (IngestException failure) when (IsAbsent(failure))
        {
            // What is not there was looked for with leave.
        }

        return Ok(subject, $"allowed in {catalog.Database}");
    });

    private IEnumerable<Observation> Settings(Crawler crawler)
    {
        yield return crawler.DatabaseName == catalog.Database
            ? Ok("database", $"it writes to {catalog.Database}")
            : Missing(
                "database",
                $"the crawler {catalog.Crawler} writes to the database {crawler.DatabaseName}, and Catalog.Database is {catalog.Database}: "
                + "change one of them");
        yield return crawler.SchemaChangePolicy?.UpdateBehavior == UpdateBehavior.LOG
            ? Missing(
                "schema changes",
                $"the crawler {catalog.Crawler} only logs them, so that a run whose columns have changed fails: let it update the catalog "
                + "(SchemaChangePolicy.UpdateBehavior UPDATE_IN_DATABASE)")
            : Ok("schema changes", "it updates the catalog");
        List<S3Target> targets = crawler.Targets?.S3Targets ?? [];
        foreach (TableSpec table in tables)
        {
            foreach (string folder in ObjectKey.Folders(table))
            {
                yield return Target(targets, folder, isRejects: folder != $"{table.Path}/");
            }
        }

        foreach (S3Target target in targets.Where(TakesRecords))
        {
            yield return Missing(
                "target",
                $"the crawler {catalog.Crawler} would take Ingest's records for a table: exclude {Below(target, Records)}** from its target "
                + target.Path);
        }
    }

    private static string Records => $"{DirectoryLake.ControlFolder}/";

    private Observation Target(List<S3Target> targets, string folder, bool isRejects)
    {
        string place = $"{root}/{folder}";
        if (targets.Exists(target => Below(target, folder) is not null))
        {
            return Ok("target", $"it crawls {place}");
        }

        string lack = $"the crawler {catalog.Crawler} does not crawl {place}: give it that folder, or the lake, as an S3 target";
        return isRejects
            ? Warning("target", $"{lack}; once there are rejects, runs fail for want of their table")
            : Missing("target", lack);
    }

    private bool TakesRecords(S3Target target) => Below(target, Records) is { } records
        && tables.SelectMany(table => new[] { "_catalog.json", $"{table.Name}/_table.json", $"{table.Name}/20210101.json" })
            .Any(key => target.Exclusions?.Exists(pattern => CrawlExclusion.Matches(pattern, records + key)) != true);

    /// <summary>A folder of the lake as a target's patterns see it; null where it is not below the target.</summary>
    private string? Below(S3Target target, string folder)
    {
        string above = $"{target.Path?.TrimEnd('/')}/";
        string place = $"{root}/{folder}";
        return place.StartsWith(above, StringComparison.Ordinal) ? place[above.Length..] : null;
    }
}
