using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;

namespace Ingest.Host.Doctor;

/// <summary>The crawler: that it is there, writes where Athena is to look, and crawls the lake without its records.</summary>
internal sealed class CrawlerExamination(CatalogSpec.Glue catalog, string root, AwsSpec aws, TimeProvider clock) : Examination("catalog")
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
            yield return Target(crawler.Targets?.S3Targets ?? []);
        }

        yield return await LookAsync("glue:GetTables", async () =>
        {
            await _glue.GetTablesAsync(new GetTablesRequest { DatabaseName = catalog.Database }, cancellation);
            return Ok("glue:GetTables", "allowed");
        });
        yield return Skipped("glue:StartCrawler", "it is needed by the first run with something new, and cannot be tried without a crawl");
    }

    private Observation Target(List<S3Target> targets)
    {
        S3Target? above = targets.Find(target => $"{root}/".StartsWith($"{target.Path?.TrimEnd('/')}/", StringComparison.Ordinal));
        bool within = targets.Exists(target => target.Path?.StartsWith($"{root}/", StringComparison.Ordinal) == true);
        return (above, within) switch
        {
            (null, false) => Missing("target", $"the crawler {catalog.Crawler} crawls nothing under {root}: give it the lake as an S3 target"),
            ({ } target, _) when target.Exclusions?.Exists(pattern => pattern.Contains(DirectoryLake.ControlFolder, StringComparison.Ordinal)) != true =>
                Missing("target", $"the crawler {catalog.Crawler} would take Ingest's records for a table: exclude {Exclusion(target)} from its target {target.Path}"),
            ({ } target, _) => Ok("target", $"it crawls {target.Path} without {DirectoryLake.ControlFolder}"),
            _ => Ok("target", $"it crawls folders of {root}"),
        };
    }

    private string Exclusion(S3Target target) =>
        $"{$"{root}/"[$"{target.Path!.TrimEnd('/')}/".Length..]}{DirectoryLake.ControlFolder}/**";
}
