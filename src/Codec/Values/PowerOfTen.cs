namespace Ingest.Codec.Values;

/// <summary>Powers of ten that 64 bits hold.</summary>
internal static class PowerOfTen
{
    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <param name="exponent">0 to 18.</param>
    public static long Of(int exponent) => Powers[exponent];

    /// <summary>The greatest number of that many digits.</summary>
    public static long Less1(int digits) => Powers[digits] - 1;
}
