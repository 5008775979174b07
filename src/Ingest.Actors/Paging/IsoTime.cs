using System.Buffers.Text;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Dates and UTC times as ISO 8601 text in UTF-8: <c>2021-01-31</c>, optionally followed by <c>T</c> or a space,
/// <c>23:59</c>, <c>:59</c>, one to six digits after a point, and <c>Z</c> or <c>+00:00</c>.</summary>
internal static class IsoTime
{
    private const int DayLength = 10;

    /// <summary>Days since 1970-01-01.</summary>
    public static bool TryParseDay(ReadOnlySpan<byte> text, out int day)
    {
        day = 0;
        if (text.Length != DayLength || text[4] != '-' || text[7] != '-'
            || !Number(text[..4], out int year) || !Number(text[5..7], out int month) || !Number(text[8..], out int dayOfMonth)
            || year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = (int)Dates.DayNumber(Dates.Micros(new DateOnly(year, month, dayOfMonth)));
        return true;
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public static bool TryParseMicros(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < DayLength || !TryParseDay(text[..DayLength], out int day))
        {
            return false;
        }

        micros = day * Dates.MicrosPerDay;
        text = WithoutUtc(text[DayLength..]);
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'T' or (byte)' ') || !TryParseClock(text[1..], out long clock))
        {
            return false;
        }

        micros += clock;
        return true;
    }

    private static ReadOnlySpan<byte> WithoutUtc(ReadOnlySpan<byte> text) =>
        text.EndsWith("Z"u8) ? text[..^1] : text.EndsWith("+00:00"u8) ? text[..^6] : text;

    private static bool TryParseClock(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 5 || text[2] != ':' || !Number(text[..2], out int hour) || !Number(text[3..5], out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        int second = 0;
        int fraction = 0;
        if (text.Length > 5
            && (text.Length < 8 || text[5] != ':' || !Number(text[6..8], out second) || second > 59
                || !TryParseFraction(text[8..], out fraction)))
        {
            return false;
        }

        micros = (((hour * 60L) + minute) * 60 + second) * 1_000_000 + fraction;
        return true;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, out int micros)
    {
        micros = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length is < 2 or > 7 || !Number(text[1..], out micros))
        {
            return false;
        }

        for (int digits = text.Length - 1; digits < 6; digits++)
        {
            micros *= 10;
        }

        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;
    }
}
