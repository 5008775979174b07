using Ingest.Actors.Lake;
using Parquet;

namespace Ingest.Actors.Writing;

/// <summary>Objects that bear a unit's name and that no record lists: its record was lost, or somebody else put them
/// there.</summary>
internal static class UnrecordedRows
{
    /// <summary>How many rows they hold together; one that is no Parquet file holds none.</summary>
    /// <exception cref="Units.IngestException">The lake failed.</exception>
    public static async Task<long> CountAsync(ILake lake, IEnumerable<string> keys, CancellationToken cancellation)
    {
        long rows = 0;
        foreach (string key in keys)
        {
            if (await lake.FindAsync(key, cancellation) is not null)
            {
                await using Stream stream = await lake.OpenAsync(key, cancellation);
                rows += await CountAsync(stream, cancellation);
            }
        }

        return rows;
    }

    private static async Task<long> CountAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellation);
            return reader.Metadata!.NumRows;
        }
        catch (IOException damaged) when (damaged.Message.StartsWith("not a parquet file", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }
    }
}
