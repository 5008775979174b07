using System.Globalization;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

/// <summary>Expected instants are those that the zones' own rules give (https://www.iana.org/time-zones).</summary>
public sealed class WallClockTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2021-01-01 01:00:00", "2021-01-01 00:00:00")]
    [InlineData("Europe/Berlin", "2021-07-01 02:00:00", "2021-07-01 00:00:00")]
    [InlineData("Europe/Berlin", "2021-03-28 01:59:59", "2021-03-28 00:59:59")]
    [InlineData("Europe/Berlin", "2021-03-28 02:00:00", "2021-03-28 01:00:00")] // Never shown: the clock is set forward at two.
    [InlineData("Europe/Berlin", "2021-03-28 02:30:00", "2021-03-28 01:00:00")]
    [InlineData("Europe/Berlin", "2021-03-28 03:00:00", "2021-03-28 01:00:00")]
    [InlineData("Europe/Berlin", "2021-10-31 01:59:59", "2021-10-30 23:59:59")]
    [InlineData("Europe/Berlin", "2021-10-31 02:30:00", "2021-10-31 00:30:00")] // Shown twice: as it came first.
    [InlineData("Europe/Berlin", "2021-10-31 03:00:00", "2021-10-31 02:00:00")]
    [InlineData("America/New_York", "2021-11-07 01:30:00", "2021-11-07 05:30:00")]
    [InlineData("America/New_York", "2021-12-31 19:00:00", "2022-01-01 00:00:00")]
    [InlineData("Asia/Kolkata", "2021-01-01 05:30:00", "2021-01-01 00:00:00")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30 10:00:00")] // A day that Samoa skipped.
    [InlineData("Europe/Berlin", "1969-12-31 23:59:59", "1969-12-31 22:59:59")]
    public void A_wall_clock_time_is_an_instant(string zone, string wall, string instant) =>
        Assert.Equal(instant, Text(Clock(zone).Instant(Micros(wall))));

    [Theory]
    [InlineData("America/New_York", "9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999")]
    [InlineData("Asia/Kolkata", "0001-01-01 00:00:00", "0001-01-01 00:00:00.000000")]
    public void What_would_leave_the_calendar_stays_at_its_end(string zone, string wall, string instant) =>
        Assert.Equal(instant, Dates.Instant(Clock(zone).Instant(Micros(wall))).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Europe/Berlin", "2021-01-01 00:00:00", "2021-01-01 01:00:00")]
    [InlineData("Europe/Berlin", "2021-03-28 01:00:00", "2021-03-28 02:00:00")]
    [InlineData("Europe/Berlin", "2021-10-31 00:30:00", "2021-10-31 02:30:00")]
    [InlineData("Europe/Berlin", "2021-10-31 01:30:00", "2021-10-31 03:00:00")] // Whoever is shown half past two means the hour before.
    public void A_day_begins_at_the_first_wall_clock_time_that_is_not_before_it(string zone, string instant, string wall) =>
        Assert.Equal(wall, Text(Clock(zone).FirstAt(Micros(instant))));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Africa/Casablanca")]
    public void A_later_wall_clock_time_is_never_an_earlier_instant(string zone)
    {
        WallClock clock = Clock(zone);
        long last = long.MinValue;
        for (long wall = Micros("2010-01-01 00:00:00"); wall < Micros("2013-01-01 00:00:00"); wall += 15 * 60 * 1_000_000L)
        {
            long instant = clock.Instant(wall);
            Assert.True(instant >= last, Text(wall));
            last = instant;
        }
    }

    [Theory]
    [InlineData("2021-03-28 01:59:59", true)]
    [InlineData("2021-03-28 02:30:00", false)]
    [InlineData("2021-03-28 03:00:00", true)]
    [InlineData("2021-10-31 01:59:59", true)]
    [InlineData("2021-10-31 02:30:00", false)]
    [InlineData("2021-10-31 03:00:00", true)]
    [InlineData("2021-07-01 12:00:00", true)]
    public void It_says_whether_the_clock_shows_a_time_exactly_once(string wall, bool once)
    {
        Clock("Europe/Berlin").Instant(Micros(wall), out bool isOnce);

        Assert.Equal(once, isOnce);
    }

    private static WallClock Clock(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static long Micros(string text) =>
        Dates.Micros(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static string Text(long micros) => Dates.Instant(micros).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
