using System.IO.Hashing;
using System.Text;

namespace Ingest.Actors.Lake;

/// <summary>The id of an upload in a directory lake: the attempt's token and a hash of the key, a safe file name.</summary>
internal static class UploadName
{
    public static string Of(string token, string key)
    {
        string name = $"{token}.{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key)):x16}";
        Check(name);
        return name;
    }

    /// <exception cref="ArgumentException">It is no id that <see cref="Of"/> made: it could name a file elsewhere.</exception>
    public static void Check(string uploadId)
    {
        if (uploadId.Length is 0 or > 128 || !uploadId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') || uploadId[0] == '.')
        {
            throw new ArgumentException($"'{uploadId}' is not the id of an upload.", nameof(uploadId));
        }
    }
}
