using System.Globalization;

namespace Ingest.Host.Output;

/// <summary>Things that are counted, one of them in the singular.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="thing">One of them, of a plural that ends with s.</param>
    public static string Of(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");
}
