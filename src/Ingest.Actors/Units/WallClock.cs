namespace Ingest.Actors.Units;

/// <summary>
/// What a wall clock of a time zone shows, as instants. An hour that comes twice is taken as it came first; times that a clock
/// set forward never shows are the moment that it was set. So a later wall-clock time is never an earlier instant, and rows in
/// the order of their wall-clock times are in the order of their instants. Thread-safe.
/// </summary>
/// <param name="zone">The zone, with the changes of its offset that this machine knows.</param>
public sealed class WallClock(TimeZoneInfo zone)
{
    /// <summary>Longer than any offset is away from UTC.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromHours(26);

    private static readonly long First = Dates.Micros(DateTimeOffset.MinValue);
    private static readonly long Last = Dates.Micros(DateTimeOffset.MaxValue);

    /// <summary>Nearly all values are of the day before them.</summary>
    private Day? _last;

    /// <summary>The zone's name in the IANA database.</summary>
    public string Zone => zone.Id;

    /// <summary>The instant of a wall-clock time, both in microseconds since 1970-01-01T00:00:00. One that would leave the years 1 to
    /// 9999, as the last second of 9999 that means "for ever" does, stays the last or the first moment of them.</summary>
    public long Instant(long wall) => Instant(wall, out _);

    /// <summary>The same.</summary>
    /// <param name="wall">The wall-clock time.</param>
    /// <param name="isOnce">Whether the clock shows it exactly once.</param>
    public long Instant(long wall, out bool isOnce)
    {
        long instant = Resolve(wall, out isOnce);
        return Math.Clamp(instant, First, Last);
    }

    private long Resolve(long wall, out bool isOnce)
    {
        long number = Dates.DayNumber(wall);
        Day? day = _last;
        if (day?.Number != number)
        {
            day = new Day(number, Constant(number));
            _last = day;
        }

        isOnce = true;
        return day.Offset is { } offset ? wall - offset : Find(wall, out isOnce);
    }

    /// <summary>The first wall-clock time whose instant is that one or a later one, both in microseconds.</summary>
    public long FirstAt(long instant)
    {
        long low = instant - Micros(Reach);
        long high = instant + Micros(Reach);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (Instant(middle) >= instant)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>The offset that holds for every time of a day; null where it changes near it.</summary>
    private long? Constant(long number)
    {
        long start = number * Dates.MicrosPerDay;
        long before = Offset(start - Micros(Reach));
        return before == Offset(start + Dates.MicrosPerDay + Micros(Reach)) ? before : null;
    }

    private long Find(long wall, out bool isOnce)
    {
        long before = Offset(wall - Micros(Reach));
        long after = Offset(wall + Micros(Reach));
        long first = wall - Math.Max(before, after);
        long second = wall - Math.Min(before, after);
        bool isFirst = Offset(first) == wall - first;
        bool isSecond = Offset(second) == wall - second;
        isOnce = first == second || isFirst != isSecond;
        return isFirst ? first : isSecond ? second : Change(first, second);
    }

    /// <summary>The instant between two at which the offset changes.</summary>
    private long Change(long low, long high)
    {
        long before = Offset(low);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (Offset(middle) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    private long Offset(long instant) => Micros(zone.GetUtcOffset(Dates.Instant(Math.Clamp(instant, First, Last))));

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record Day(long Number, long? Offset);
}
