using System.Globalization;
using Ingest.Host.Output;

namespace Ingest.Host.Queries.Athena;

/// <summary>What a query costs: by what it scanned, ten megabytes at least (https://aws.amazon.com/athena/pricing/, most regions).</summary>
internal static class AthenaPrice
{
    private const double DollarsPerTerabyte = 5;
    private const double BytesPerTerabyte = 1L << 40;
    private const long BytesMin = 10L << 20;

    /// <summary>US dollars.</summary>
    /// <param name="scanned">Bytes; none, no price: Athena knew the answer, as it does of a SHOW.</param>
    public static double Of(long scanned) => scanned == 0 ? 0 : Math.Max(scanned, BytesMin) / BytesPerTerabyte * DollarsPerTerabyte;

    /// <summary>For people.</summary>
    public static string Text(long scanned) => string.Create(
        CultureInfo.InvariantCulture, $"{ByteText.Of(scanned)} scanned, about ${Of(scanned):0.######} at $5 a terabyte");
}
