using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>The id of an upload in a directory lake: the attempt's token and the key, escaped into one safe file name, so that
/// a folder of uploads says what they are.</summary>
internal static class UploadName
{
    /// <summary>What file systems allow.</summary>
    private const int LengthMax = 255;

    /// <exception cref="IngestException">The key is too long.</exception>
    public static string Of(string token, string key)
    {
        string name = $"{token}.{Uri.EscapeDataString(key)}";
        Check(name);
        return name.Length <= LengthMax
            ? name
            : throw IngestException.Permanent($"'{key}' is too long for the name of a file; give its table a shorter Path.");
    }

    /// <summary>The key of an upload; null when the name is none that <see cref="Of"/> made.</summary>
    public static string? KeyOf(string uploadId) =>
        uploadId.All(IsSafe) && uploadId.Split('.', 2) is [{ Length: > 0 }, { Length: > 0 } key] ? Uri.UnescapeDataString(key) : null;

    /// <exception cref="ArgumentException">It is no id that <see cref="Of"/> made: it could name a file elsewhere.</exception>
    public static void Check(string uploadId)
    {
        if (uploadId.Length == 0 || uploadId[0] == '.' || !uploadId.All(IsSafe))
        {
            throw new ArgumentException($"'{uploadId}' is not the id of an upload.", nameof(uploadId));
        }
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~' or '%';
}
