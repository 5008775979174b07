using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Ingest.TestKit.Aws;

/// <summary>
/// Reads a request's body as S3 does: decodes <c>aws-chunked</c> with its trailers, and refuses what does not agree with its
/// length and checksums.
/// </summary>
internal static class ScriptedS3Body
{
    public static async Task<byte[]> ReadAsync(HttpRequest http, CancellationToken cancellation)
    {
        using var sent = new MemoryStream();
        await http.Body.CopyToAsync(sent, cancellation);
        Dictionary<string, string> checksums = http.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        bool chunked = checksums.GetValueOrDefault("x-amz-content-sha256", "").StartsWith("STREAMING-", StringComparison.Ordinal);
        byte[] body = chunked ? Decode(sent.ToArray(), checksums) : sent.ToArray();
        if (chunked && body.Length != int.Parse(checksums["x-amz-decoded-content-length"], CultureInfo.InvariantCulture))
        {
            throw new ScriptedS3Exception(400, "IncompleteBody", "The length is not the one that was announced.");
        }

        Check("Content-MD5", Convert.ToBase64String(Md5Of(body)));
        Check("x-amz-checksum-crc32", Crc32Of(body));
        if (!chunked && checksums.GetValueOrDefault("x-amz-content-sha256") is { Length: 64 })
        {
            Check("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData(body)));
        }

        return body;

        void Check(string name, string found)
        {
            if (checksums.TryGetValue(name, out string? said) && said != found)
            {
                throw new ScriptedS3Exception(400, "BadDigest", $"{name} is {said}, and the body's is {found}.");
            }
        }
    }

    /// <summary>As S3 writes it: big-endian, base64.</summary>
    public static string Crc32Of(byte[] bytes)
    {
        byte[] hash = Crc32.Hash(bytes);
        Array.Reverse(hash);
        return Convert.ToBase64String(hash);
    }

    /// <summary>What ETags and Content-MD5 are made of.</summary>
    public static byte[] Md5Of(byte[] bytes) =>
#pragma warning disable CA5351 // The protocol has it.
        MD5.HashData(bytes);
#pragma warning restore CA5351

    /// <summary><c>size;chunk-signature=…</c>, the bytes, and so on until a chunk of none; then trailers.</summary>
    private static byte[] Decode(byte[] sent, Dictionary<string, string> trailers)
    {
        using var decoded = new MemoryStream();
        int at = 0;
        while (true)
        {
            int size = int.Parse(Line().Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                break;
            }

            decoded.Write(sent, at, size);
            at += size;
            _ = Line();
        }

        while (at < sent.Length && Line() is { Length: > 0 } trailer)
        {
            string[] parts = trailer.Split(':', 2);
            trailers[parts[0].Trim()] = parts[1].Trim();
        }

        return decoded.ToArray();

        string Line()
        {
            int end = Array.IndexOf(sent, (byte)'\r', at);
            string line = Encoding.ASCII.GetString(sent, at, end - at);
            at = end + 2;
            return line;
        }
    }
}
