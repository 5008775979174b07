using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;

namespace Ingest.Host.Doctor;

/// <summary>What there is to look at for a configuration, in the order in which one thing needs another.</summary>
internal static class Examinations
{
    /// <param name="configuration">What is needed.</param>
    /// <param name="tables">The tables that are looked at.</param>
    /// <param name="source">The database; null where it cannot even be tried.</param>
    /// <param name="clock">This machine's.</param>
    public static IEnumerable<Examination> Of(
        IngestConfiguration configuration, IReadOnlyList<TableSpec> tables, ISourceDatabase? source, TimeProvider clock)
    {
        if (source is not null)
        {
            var name = new Uri(source.Name);
            yield return new SourceExamination(source, name.Scheme == Configuration.SourceSpec.MySqlScheme ? name.IdnHost : null, tables, clock);
        }

        Examination[] identity = source is null
            ? []
            : [new IdentityExamination(LakeStore.Open(configuration.Lake, configuration.Aws, clock), source, tables)];
        if (configuration.Lake is LakeSpec.Bucketed bucketed)
        {
            var lake = new BucketExamination(bucketed, configuration.Aws, tables, clock, identity);
            Examination[] catalog = [.. Catalog(configuration, bucketed, tables, clock)];

            // A server that speaks S3 has users of its own, whom AWS does not know.
            bool isOwnServer = bucketed.Endpoint is not null && configuration.Aws.Endpoint is null;
            if (isOwnServer)
            {
                yield return lake;
            }

            if (!isOwnServer || catalog.Length > 0)
            {
                yield return isOwnServer
                    ? new AwsExamination(configuration.Aws, null, clock, catalog)
                    : new AwsExamination(configuration.Aws, bucketed, clock, [lake, .. catalog]);
            }

            yield break;
        }

        yield return new FolderExamination(configuration.Lake.Root);
        foreach (Examination examination in identity)
        {
            yield return examination;
        }
    }

    private static IEnumerable<Examination> Catalog(
        IngestConfiguration configuration, LakeSpec.Bucketed lake, IReadOnlyList<TableSpec> tables, TimeProvider clock)
    {
        if (configuration.Catalog is CatalogSpec.Glue catalog)
        {
            yield return catalog.Crawler is null
                ? new GlueExamination(catalog, configuration.Aws, tables, clock)
                : new CrawlerExamination(catalog, lake.Root, configuration.Aws, tables, clock);
            yield return new AthenaExamination(catalog, lake, configuration.Aws, clock);
        }
    }
}
