using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Secrets;
using Microsoft.Data.Sqlite;
using SourceSpec = Ingest.Host.Configuration.SourceSpec;

namespace Ingest.Host.Sampling.Tables;

/// <summary>Opens sample tables in the configured source.</summary>
internal static class SampleTables
{
    /// <summary>Connects to the source. Makes an empty SQLite file where there is none; a table is not made yet.</summary>
    /// <exception cref="IngestException">It cannot be reached.</exception>
    public static async Task<ISampleTable> OpenAsync(
        IngestConfiguration configuration, TimeProvider clock, SampleLayout layout, CancellationToken cancellation)
    {
        SourceSpec source = configuration.Source;
        if (source.Url.Scheme == SourceSpec.SqliteScheme)
        {
            var file = new SqliteConnectionStringBuilder
            {
                DataSource = Uri.UnescapeDataString(source.Url.AbsolutePath),
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
            };
            return await SqliteSampleTable.OpenAsync(file.ConnectionString, layout, cancellation);
        }

        var connections = MySqlConnections.Of(await SourceAccess.SpecAsync(configuration, clock, cancellation), clock);
        return await MySqlSampleTable.OpenAsync(connections, layout, cancellation);
    }
}
