using System.Security.Cryptography;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Auditing;

/// <summary>Compares an object with what its unit's record says of it.</summary>
internal sealed class ObjectAudit(ILake lake)
{
    /// <summary>COR_E_IO: no system said it.</summary>
    private const int LibraryFailure = unchecked((int)0x80131620);

    /// <summary>What is wrong with an object; null when nothing is.</summary>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<Difference?> RunAsync(RecordedObject recorded, AuditLevel level, CancellationToken cancellation)
    {
        string? wrong = await lake.FindAsync(recorded.Key, cancellation) switch
        {
            null => "is not there",
            { } found when found.Size != recorded.Size => $"has {found.Size} bytes, and {recorded.Size} were written",
            _ => await ReadAsync(recorded, level, cancellation),
        };
        return wrong is null ? null : Difference(recorded.Key, wrong);
    }

    /// <summary>Sums up what an object holds.</summary>
    /// <returns>The sums, or what is wrong with the object.</returns>
    public async Task<(RowSums Sums, Difference? Wrong)> SumAsync(string key, LakeSchema schema, CancellationToken cancellation)
    {
        await using Stream stream = await lake.OpenAsync(key, cancellation);
        try
        {
            await using ParquetRows rows = await ParquetRows.OpenAsync(stream, cancellation);
            return (await rows.SumAsync(schema, cancellation), null);
        }
        catch (Exception broken) when (IsDamage(broken))
        {
            return (default, Difference(key, $"cannot be read back ({broken.Message.TrimEnd('.')})"));
        }
    }

    public static Difference Difference(string key, string wrong) => new(DifferenceKind.Object, key, $"{key} {wrong}");

    private async Task<string?> ReadAsync(RecordedObject recorded, AuditLevel level, CancellationToken cancellation)
    {
        await using Stream stream = await lake.OpenAsync(recorded.Key, cancellation);
        if (await FooterAsync(stream, recorded, cancellation) is { } wrong)
        {
            return wrong;
        }

        stream.Position = 0;
        return level == AuditLevel.Counts || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == recorded.Sha256
            ? null
            : "is not the bytes that were written";
    }

    /// <summary>Whether the bytes are wrong, and not the reading of them. Of wrong bytes Parquet.Net throws an exception that a
    /// system would throw with its own number.</summary>
    private static bool IsDamage(Exception failure) => failure switch
    {
        EndOfStreamException => true,
        IOException { HResult: LibraryFailure } when failure.GetType() == typeof(IOException) => true,
        IOException or IngestException or OperationCanceledException or OutOfMemoryException => false,
        _ => true,
    };

    private static async Task<string?> FooterAsync(Stream stream, RecordedObject recorded, CancellationToken cancellation)
    {
        try
        {
            await using ParquetRows rows = await ParquetRows.OpenAsync(stream, cancellation);
            return rows.Rows == recorded.Rows ? null : $"holds {rows.Rows} rows, and {recorded.Rows} were written";
        }
        catch (Exception broken) when (IsDamage(broken))
        {
            return $"has no footer that can be read ({broken.Message.TrimEnd('.')})";
        }
    }
}
