using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Microsoft.Data.Sqlite;
using SourceSpec = Ingest.Host.Configuration.SourceSpec;

namespace Ingest.Host.Sampling.Tables;

/// <summary>Opens sample tables in the configured source.</summary>
internal static class SampleTables
{
    /// <summary>Connects to the source. Makes an empty SQLite file where there is none; a table is not made yet.</summary>
    /// <exception cref="IngestException">It cannot be reached.</exception>
    public static async Task<ISampleTable> OpenAsync(SourceSpec source, SampleLayout layout, CancellationToken cancellation)
    {
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

        return await MySqlSampleTable.OpenAsync(MySqlConnectionString.Of(source.ToSource()), layout, cancellation);
    }
}
