using System.Security.Cryptography;
using System.Text.Json;

namespace Ingest.Codec.Documents;

/// <summary>What settings decide, as a short hash.</summary>
internal static class SettingsHash
{
    /// <returns>16 hexadecimal digits.</returns>
    public static string Of(IEnumerable<string?> settings) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(settings)).AsSpan(0, 8));
}
