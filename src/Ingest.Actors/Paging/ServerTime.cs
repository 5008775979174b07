using System.Globalization;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>
/// Dates and times of MySQL and MariaDB in the calendar that the lake's readers have: Gregorian before its beginning too, with the
/// leap year 0, as ISO 8601 has it. Read field by field as the server sends them: asked to compute a number of each, it would be twice
/// as long busy with a row.
/// </summary>
internal static class ServerTime
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Days since 1970-01-01; null where there is no such day: a zero date, a zero month or day, a 30 February.</summary>
    public static int? Day(MySqlDateTime time) =>
        time.Month is < 1 or > 12 || time.Day < 1 || time.Day > DaysIn(time.Year, time.Month) ? null : DayOf(time.Year, time.Month, time.Day);

    /// <summary>Microseconds since 1970-01-01T00:00:00; null as with <see cref="Day"/>.</summary>
    public static long? Micros(MySqlDateTime time) => Day(time) is { } day
        ? ((((((day * 24L) + time.Hour) * 60) + time.Minute) * 60) + time.Second) * MicrosPerSecond + time.Microsecond
        : null;

    /// <summary>As a parameter that a page can begin after.</summary>
    /// <exception cref="ColumnValueException">The driver has none for dates that are in no calendar, and before the year 1.</exception>
    public static object Parameter(MySqlDateTime time) => time.IsValidDateTime && Day(time) is not null
        ? time.GetDateTime()
        : throw new ColumnValueException($"holds {Text(time)}, so that no page can begin after it,");

    /// <summary>As the server writes it.</summary>
    public static string Text(MySqlDateTime time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.Year:D4}-{time.Month:D2}-{time.Day:D2} {time.Hour:D2}:{time.Minute:D2}:{time.Second:D2}.{time.Microsecond:D6}");

    private static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Counts from 1 March of the year 0, so that a leap day is the last of its year.</summary>
    private static int DayOf(int year, int month, int day)
    {
        const int FromMarchOfYear0 = 719_468;
        const int DaysIn400Years = 146_097;
        int shifted = month > 2 ? year : year - 1;
        int era = shifted >= 0 ? shifted / 400 : -1;
        int yearOfEra = shifted - (era * 400);
        int dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysIn400Years) + dayOfEra - FromMarchOfYear0;
    }
}
