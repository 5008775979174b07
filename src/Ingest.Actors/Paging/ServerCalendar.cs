namespace Ingest.Actors.Paging;

/// <summary>What MySQL's and MariaDB's days are in the calendar that the lake's readers have.</summary>
internal static class ServerCalendar
{
    /// <summary>Stands for a date that is none (a zero date, or one with a zero month or day), as a day: years before any.</summary>
    public const int NoDay = -99_999_999;

    /// <summary>The same as a time.</summary>
    public const long NoMicros = -long.MaxValue;

    /// <summary>0000-03-01, since 1970-01-01.</summary>
    private const int FirstRightDay = -719_468;

    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>The servers count the year 0 without its 29 February, so that the days before come one day too late.</summary>
    public static int Day(int counted) => counted < FirstRightDay ? counted - 1 : counted;

    /// <summary>The same of a time.</summary>
    public static long Micros(long counted) => counted < FirstRightDay * MicrosPerDay ? counted - MicrosPerDay : counted;
}
