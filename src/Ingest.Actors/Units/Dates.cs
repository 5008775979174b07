using System.Globalization;

namespace Ingest.Actors.Units;

/// <summary>UTC dates as microseconds, days and text.</summary>
public static class Dates
{
    public const string Compact = "yyyyMMdd";
    public const long MicrosPerDay = 86_400_000_000;

    private static readonly int UnixEpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The date of an instant in microseconds since 1970-01-01T00:00:00Z; floors, also before 1970.</summary>
    public static DateOnly Of(long micros) => DateOnly.FromDayNumber((int)DayNumber(micros) + UnixEpochDay);

    /// <summary>Days since 1970-01-01 of an instant in microseconds; floors, also before 1970.</summary>
    public static long DayNumber(long micros) =>
        micros >= 0 ? micros / MicrosPerDay : ((micros + 1) / MicrosPerDay) - 1;

    /// <summary>The first microsecond of a date since 1970-01-01T00:00:00Z.</summary>
    public static long Micros(DateOnly date) => (date.DayNumber - UnixEpochDay) * MicrosPerDay;

    /// <summary>An instant as microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>An instant in microseconds since 1970-01-01T00:00:00Z.</summary>
    public static DateTimeOffset Instant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>How many instants from the first on lie in its date, up to the first that does not.</summary>
    public static int RunLength(ReadOnlySpan<long> micros)
    {
        long first = Micros(Of(micros[0]));
        int other = micros.IndexOfAnyExceptInRange(first, first + MicrosPerDay - 1);
        return other < 0 ? micros.Length : other;
    }

    /// <summary>Reads <c>2021-01-01</c> or <c>20210101</c>.</summary>
    public static bool TryParse(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, [Compact, "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
