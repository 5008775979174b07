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
            Examination[] lake = [new BucketExamination(bucketed, configuration.Aws, tables[0].Path, clock), .. identity];
            Examination[] catalog = [.. Catalog(configuration, tables, clock)];

            // A server that speaks S3 has users of its own, whom AWS does not know.
            bool isOwnServer = bucketed.Endpoint is not null && configuration.Aws.Endpoint is null;
            foreach (Examination examination in isOwnServer ? lake : [])
            {
                yield return examination;
            }

            if (!isOwnServer || catalog.Length > 0)
            {
                yield return new AwsExamination(configuration.Aws, clock, isOwnServer ? catalog : [.. lake, .. catalog]);
            }

            yield break;
        }

        yield return new FolderExamination(configuration.Lake.Root);
        foreach (Examination examination in identity)
        {
            yield return examination;
        }
    }

    private static IEnumerable<Examination> Catalog(IngestConfiguration configuration, IReadOnlyList<TableSpec> tables, TimeProvider clock)
    {
        if (configuration.Catalog is CatalogSpec.Glue catalog)
        {
            yield return catalog.Crawler is null
                ? new GlueExamination(catalog, configuration.Aws, tables, clock)
                : new CrawlerExamination(catalog, configuration.Lake.Root, configuration.Aws, tables, clock);
            yield return new AthenaExamination(catalog, configuration.Aws, clock);
        }
    }
}
