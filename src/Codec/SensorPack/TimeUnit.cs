namespace Ingest.Codec.SensorPack;

/// <summary>What a payload's times count, since 1970-01-01T00:00:00Z. The number is the payload's byte.</summary>
internal enum TimeUnit
{
    Seconds = 0,
    Milliseconds = 1,
    Microseconds = 2,
}

internal static class TimeUnits
{
    /// <summary>0001-01-01T00:00:00Z in microseconds: the first time that a <see cref="DateTime"/> holds.</summary>
    public const long MicrosMin = -62_135_596_800_000_000;

    /// <summary>9999-12-31T23:59:59.999999Z in microseconds: the last one.</summary>
    public const long MicrosMax = 253_402_300_799_999_999;

    /// <summary>Microseconds that one unit lasts.</summary>
    public static long Micros(this TimeUnit unit) => unit switch
    {
        TimeUnit.Seconds => 1_000_000,
        TimeUnit.Milliseconds => 1_000,
        _ => 1,
    };

    /// <summary>The first time that fits, in the unit.</summary>
    public static long Min(this TimeUnit unit) => MicrosMin / unit.Micros();

    /// <summary>The last time that fits, in the unit.</summary>
    public static long Max(this TimeUnit unit) => MicrosMax / unit.Micros();

    public static string Symbol(this TimeUnit unit) => unit switch
    {
        TimeUnit.Seconds => "s",
        TimeUnit.Milliseconds => "ms",
        _ => "µs",
    };

    /// <summary>The coarsest unit that holds all times (microseconds) exactly.</summary>
    public static TimeUnit CoarsestExact(ReadOnlySpan<long> times)
    {
        TimeUnit unit = TimeUnit.Seconds;
        foreach (long time in times)
        {
            if (unit == TimeUnit.Seconds && time % 1_000_000 != 0)
            {
                unit = TimeUnit.Milliseconds;
            }

            if (unit == TimeUnit.Milliseconds && time % 1_000 != 0)
            {
                return TimeUnit.Microseconds;
            }
        }

        return unit;
    }
}
