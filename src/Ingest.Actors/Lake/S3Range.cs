using System.Globalization;

namespace Ingest.Actors.Lake;

/// <summary>Bytes of an object, and what came with them.</summary>
/// <param name="Start">Where they begin in the object.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="ObjectBytes">Those of the whole object.</param>
/// <param name="Tag">The version that they are of.</param>
/// <param name="Token">The attempt that made it; null where none is kept.</param>
internal sealed record S3Range(long Start, byte[] Bytes, long ObjectBytes, string Tag, string? Token)
{
    public long End => Start + Bytes.Length;

    /// <param name="bytes">The answer's body.</param>
    /// <param name="contentRange"><c>bytes 0-9/100</c>; none where all of the object was sent.</param>
    /// <param name="tag">Its ETag.</param>
    /// <param name="token">Of its metadata.</param>
    public static S3Range Of(byte[] bytes, string? contentRange, string tag, string? token)
    {
        if (contentRange is not { Length: > 0 })
        {
            return new S3Range(0, bytes, bytes.Length, tag, token);
        }

        string[] said = contentRange[(contentRange.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('-', '/');
        return new S3Range(long.Parse(said[0], CultureInfo.InvariantCulture), bytes, long.Parse(said[2], CultureInfo.InvariantCulture), tag, token);
    }
}
