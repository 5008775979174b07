using System.Security.Cryptography;

namespace Ingest.Actors.Lake;

/// <summary>Checksums of transfers for servers that know no other.</summary>
internal static class S3Checksums
{
    /// <summary>Content-MD5, base64. S3 checks a transfer by it, nothing more.</summary>
    public static string Md5(Stream bytes) =>
#pragma warning disable CA5351 // It guards nothing: the protocol has this header.
        Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351
}
