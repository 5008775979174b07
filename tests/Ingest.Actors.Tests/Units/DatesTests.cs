using CsCheck;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class DatesTests
{
    private static readonly long First = Micros(DateTime.MinValue);
    private static readonly long Last = Micros(DateTime.MaxValue);

    [Theory]
    [InlineData(-1, "1969-12-31")]
    [InlineData(0, "1970-01-01")]
    [InlineData(86_399_999_999, "1970-01-01")]
    [InlineData(86_400_000_000, "1970-01-02")]
    [InlineData(-86_400_000_000, "1969-12-31")]
    [InlineData(-86_400_000_001, "1969-12-30")]
    [InlineData(951_782_400_000_000, "2000-02-29")]
    public void an_instant_belongs_to_the_utc_date_that_it_lies_in(long micros, string date)
    {
        Assert.Equal(DateOnly.ParseExact(date, "yyyy-MM-dd"), Dates.Of(micros));
    }

    [Fact]
    public void dates_agree_with_the_calendar_of_the_runtime()
    {
        // Instants of all years, and more than their share around midnight.
        Gen<long> anywhere = Gen.Long[First, Last];
        Gen<long> aroundMidnight = Gen.Select(
            Gen.Long[First / Dates.MicrosPerDay, Last / Dates.MicrosPerDay], Gen.Long[-2, 2],
            (day, off) => Math.Clamp((day * Dates.MicrosPerDay) + off, First, Last));
        Gen.OneOf(anywhere, aroundMidnight).Sample(micros =>
        {
            DateTime instant = DateTime.UnixEpoch.AddTicks(micros * 10);
            var date = DateOnly.FromDateTime(instant);
            return Dates.Of(micros) == date
                && Dates.DayNumber(micros) == (instant.Date - DateTime.UnixEpoch).Days
                && Dates.Micros(date) == Micros(instant.Date)
                && Dates.Micros(new DateTimeOffset(instant)) == micros
                && Dates.Instant(micros).UtcDateTime == instant;
        });
    }

    [Fact]
    public void an_offset_is_the_same_instant()
    {
        Assert.Equal(
            Dates.Micros(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            Dates.Micros(new DateTimeOffset(2021, 1, 1, 9, 0, 0, TimeSpan.FromHours(9))));
    }

    [Theory]
    [InlineData("2021-01-02", true)]
    [InlineData("20210102", true)]
    [InlineData("2021-1-2", false)]
    [InlineData("02.01.2021", false)]
    [InlineData("2021-02-30", false)]
    [InlineData("", false)]
    public void dates_are_read_in_two_forms_only(string text, bool isDate)
    {
        Assert.Equal(isDate, Dates.TryParse(text, out DateOnly date));
        Assert.Equal(isDate ? new DateOnly(2021, 1, 2) : default, date);
    }

    private static long Micros(DateTime instant) => (instant.Ticks - DateTime.UnixEpoch.Ticks) / 10;
}
