using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>The crawler: that it is there, writes where Athena is to look, and crawls the lake without its records.</summary>
internal sealed class CrawlerExamination(
    CatalogSpec.Glue catalog, string root, AwsSpec aws, IReadOnlyList<TableSpec> tables, TimeProvider clock) : CatalogExamination
{
    private readonly AmazonGlueClient _glue = new(aws, clock);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Crawler? crawler = null;
        yield return await LookAsync("glue:GetCrawler", async () =>
        {
            crawler = (await _glue.GetCrawlerAsync(new GetCrawlerRequest { Name = catalog.Crawler }, cancellation)).Crawler!;
            string last = crawler.LastCrawl?.Status is { } status ? $", its last crawl {status}" : "";
            return Ok("glue:GetCrawler", $"the crawler {catalog.Crawler} is {crawler.State}{last}");
        });
        if (crawler is not null)
        {
            yield return crawler.DatabaseName == catalog.Database
                ? Ok("database", $"it writes to {catalog.Database}")
                : Missing("database", $"the crawler {catalog.Crawler} writes to the database {crawler.DatabaseName}, and Catalog.Database is {catalog.Database}: change one of them");
            foreach (TableSpec table in tables)
            {
                yield return Target(crawler.Targets?.S3Targets ?? [], table);
            }
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
            "glue:StartCrawler", "crawler",
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

        return Ok(subject, "allowed");
    });

    private Observation Target(List<S3Target> targets, TableSpec table)
    {
        string place = $"{root}/{table.Path}/";
        S3Target? above = targets.Find(target => place.StartsWith($"{target.Path?.TrimEnd('/')}/", StringComparison.Ordinal));
        if (above is null)
        {
            return Missing("target", $"the crawler {catalog.Crawler} does not crawl {place}: give it that folder, or the lake, as an S3 target");
        }

        bool takesRecords = $"{root}/{DirectoryLake.ControlFolder}/".StartsWith($"{above.Path!.TrimEnd('/')}/", StringComparison.Ordinal);
        return takesRecords && above.Exclusions?.Exists(pattern => pattern.Contains(DirectoryLake.ControlFolder, StringComparison.Ordinal)) != true
            ? Missing("target", $"the crawler {catalog.Crawler} would take Ingest's records for a table: exclude {Exclusion(above)} from its target {above.Path}")
            : Ok("target", $"it crawls {place}");
    }

    private string Exclusion(S3Target target) =>
        $"{$"{root}/"[$"{target.Path!.TrimEnd('/')}/".Length..]}{DirectoryLake.ControlFolder}/**";
}
