namespace Ingest.Host.Init.Payloads;

/// <summary>Files that tables keep beside their rows, by their first bytes: no readings are in them.</summary>
internal static class KnownFile
{
    private static readonly (byte[] Magic, string Name)[] Kinds =
    [
        ([0x89, 0x50, 0x4e, 0x47], "PNG images"),
        ([0xff, 0xd8, 0xff], "JPEG images"),
        ([0x47, 0x49, 0x46, 0x38], "GIF images"),
        ([0x25, 0x50, 0x44, 0x46], "PDF documents"),
        ([0x50, 0x4b, 0x03, 0x04], "ZIP archives"),
        ([0x50, 0x41, 0x52, 0x31], "Parquet files"),
    ];

    /// <returns>What they are, in the plural; null when they are not all of one kind.</returns>
    public static string? Of(IReadOnlyList<byte[]> payloads) => payloads.Count == 0
        ? null
        : Kinds.FirstOrDefault(kind => payloads.All(payload => payload.AsSpan().StartsWith(kind.Magic))).Name;
}
