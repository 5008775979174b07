using System.Security.Cryptography;
using System.Text;

namespace Ingest.Codec;

/// <summary>Makes <see cref="IPayloadDecoder.Definition"/> of the settings that decide a decoder's values.</summary>
internal static class DefinitionHash
{
    /// <summary>16 hex digits. Each part goes in with its length: "a", "bc" is another than "ab", "c". One that is null is
    /// another than an empty one.</summary>
    public static string Of(IEnumerable<string?> parts)
    {
        var all = new StringBuilder();
        foreach (string? part in parts)
        {
            all.Append(part?.Length ?? -1).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())).AsSpan(0, 8));
    }

    /// <summary>A channel as far as it decides values.</summary>
    public static IEnumerable<string> Of(Channel channel) =>
        [channel.Name, channel.Type.ToString(), channel.Round ? "round" : ""];
}
