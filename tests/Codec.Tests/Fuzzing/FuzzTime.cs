using System.Diagnostics;
using System.Globalization;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>How long to look for faults in each target: a moment in the suite, and the minutes of the environment variable
/// <c>INGEST_FUZZ_MINUTES</c> where that is set: <c>INGEST_FUZZ_MINUTES=2 dotnet test tests/Codec.Tests -c Release --filter
/// FullyQualifiedName~Fuzzing</c>. Another <c>INGEST_FUZZ_SEED</c> (default 1) draws other inputs.</summary>
internal static class FuzzTime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

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
