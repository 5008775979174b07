using System.Diagnostics;
using System.Globalization;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>How long to look for faults: a moment in the suite, and <c>INGEST_FUZZ_MINUTES</c> where that is set. Another
/// <c>INGEST_FUZZ_SEED</c> draws other inputs.</summary>
internal static class FuzzTime
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    public static int Seed => int.Parse(Environment.GetEnvironmentVariable("INGEST_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Tries until the time is over, at least once.</summary>
    /// <param name="once">One input.</param>
    /// <returns>How many inputs there were.</returns>
    public static long Run(Action<Random> once)
    {
        TimeSpan time = Environment.GetEnvironmentVariable("INGEST_FUZZ_MINUTES") is { Length: > 0 } minutes
            ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : Short;
        long begun = Stopwatch.GetTimestamp();
        long inputs = 0;
        var random = new Random(Seed);
        do
        {
            once(random);
            inputs++;
        }
        while (Stopwatch.GetElapsedTime(begun) < time);
        return inputs;
    }
}
