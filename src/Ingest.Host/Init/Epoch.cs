namespace Ingest.Host.Init;

/// <summary>What integers count that may be times since 1970: told by their size, since only one unit puts them into our time.</summary>
internal static class Epoch
{
    /// <summary>1 January 2000 and 2100, in seconds.</summary>
    private const double From = 946_684_800;
    private const double To = 4_102_444_800;

    /// <returns><c>s</c>, <c>ms</c>, <c>us</c> or <c>ns</c>; null when they are in no unit's range.</returns>
    public static string? Unit(double lowest, double highest) =>
        Fits(lowest, highest, 1) ? "s"
        : Fits(lowest, highest, 1e3) ? "ms"
        : Fits(lowest, highest, 1e6) ? "us"
        : Fits(lowest, highest, 1e9) ? "ns"
        : null;

    private static bool Fits(double lowest, double highest, double unit) => lowest >= From * unit && highest < To * unit;
}
