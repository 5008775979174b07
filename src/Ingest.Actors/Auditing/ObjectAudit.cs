using System.Security.Cryptography;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Actors.Writing;

namespace Ingest.Actors.Auditing;

/// <summary>Compares an object with what its unit's record says of it.</summary>
internal sealed class ObjectAudit(ILake lake)
{
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
        catch (Exception broken) when (ParquetFooter.IsDamage(broken))
        {
            return (default, Difference(key, $"cannot be read back ({broken.Message.TrimEnd('.')})"));
        }
    }

    public static Difference Difference(string key, string wrong) => new(DifferenceKind.Object, key, $"{key} {wrong}");

    /// <summary>The hash first: of bytes that are the right ones the rest is true.</summary>
    private async Task<string?> ReadAsync(RecordedObject recorded, AuditLevel level, CancellationToken cancellation)
    {
        await using Stream stream = await lake.OpenAsync(recorded.Key, cancellation);
        return level == AuditLevel.Counts || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == recorded.Sha256
            ? await FooterAsync(stream, recorded, cancellation)
            : "is not the bytes that were written";
    }

    private static async Task<string?> FooterAsync(Stream stream, RecordedObject recorded, CancellationToken cancellation)
    {
        try
        {
            await using ParquetRows rows = await ParquetRows.OpenAsync(stream, cancellation);
            return rows.Rows == recorded.Rows ? null : $"holds {rows.Rows} rows, and {recorded.Rows} were written";
        }
        catch (Exception broken) when (ParquetFooter.IsDamage(broken))
        {
            return $"has no footer that can be read ({broken.Message.TrimEnd('.')})";
        }
    }
}
