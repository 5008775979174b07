using System.Globalization;

namespace Ingest.Host.Output;

/// <summary>Byte counts for people: <c>4.2 MB</c>, in powers of 1,000.</summary>
internal static class ByteText
{
    private static readonly string[] Suffixes = ["B", "kB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        double value = bytes;
        int suffix = 0;
        while (value >= 1_000 && suffix < Suffixes.Length - 1)
        {
            value /= 1_000;
            suffix++;
        }

        return value.ToString(suffix == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Suffixes[suffix];
    }
}
