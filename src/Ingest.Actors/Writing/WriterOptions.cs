using System.IO.Compression;
using Parquet;

namespace Ingest.Actors.Writing;

/// <summary>How Parquet.Net encodes and compresses, and what it may keep.</summary>
internal static class WriterOptions
{
    /// <summary>What the library's process-wide stream pool keeps for reuse, in bytes. Whoever writes last sets it, so it is
    /// the same for every object.</summary>
    private const int SmallPoolBytesMax = 4 << 20;

    private const int LargePoolBytesMax = 16 << 20;

    public static ParquetOptions For(IEnumerable<ParquetColumn> columns)
    {
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Optimal,
            MaximumSmallPoolFreeBytes = SmallPoolBytesMax,
            MaximumLargePoolFreeBytes = LargePoolBytesMax,
        };
        foreach (ParquetColumn column in columns)
        {
            options.ColumnEncodingHints[column.Field.Path.ToString()] = column.Encoding;
        }

        return options;
    }
}
