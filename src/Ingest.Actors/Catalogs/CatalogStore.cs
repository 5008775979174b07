using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Lake;

namespace Ingest.Actors.Catalogs;

/// <summary>Opens the catalog that a configuration names.</summary>
public static class CatalogStore
{
    /// <summary>Connects to nothing yet.</summary>
    public static ICatalog Open(CatalogSpec spec, ILake lake, AwsSpec aws, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(lake);
        return spec switch
        {
            CatalogSpec.Glue { Crawler: not null } glue =>
                new CrawlerCatalog(glue, lake, lake.Root, new AmazonGlueClient(aws, clock), clock, CrawlLimits.Default),
            CatalogSpec.Glue glue => new GlueCatalog(glue, lake, lake.Root, new AmazonGlueClient(aws, clock), clock),
            _ => new NoCatalog(),
        };
    }
}
