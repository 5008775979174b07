using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;

namespace Ingest.Host.Doctor;

/// <summary>What there is to look at for a configuration, in the order in which one thing needs another.</summary>
internal static class Examinations
{
    public static IEnumerable<Examination> Of(
        IngestConfiguration configuration, IReadOnlyList<TableSpec> tables, ISourceDatabase source, ILake lake, TimeProvider clock)
    {
        Uri url = configuration.Source.Url;
        yield return new SourceExamination(source, url.Scheme == Configuration.SourceSpec.MySqlScheme ? url.Host : null, tables, clock);
        if (configuration.Lake is LakeSpec.Folder folder)
        {
            yield return new FolderExamination(folder.Path);
        }

        yield return new IdentityExamination(lake, source, tables);
    }
}
