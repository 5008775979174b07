using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Host.Sampling.Readings;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Readings;

public sealed class LocalClockTests
{
    [Theory]
    [InlineData("UTC", "2015-02-02 14:19:00", "2015-02-02T14:19:00.000000Z")]
    [InlineData("UTC", "2015-02-02T14:19:59.5", "2015-02-02T14:19:59.500000Z")]
    [InlineData("UTC", "2015-02-02 14:19:59.123456", "2015-02-02T14:19:59.123456Z")]
    [InlineData("UTC", "2015-02-02 14:19", "2015-02-02T14:19:00.000000Z")]
    [InlineData("Europe/Berlin", "2021-01-01 00:30:00", "2020-12-31T23:30:00.000000Z")]
    [InlineData("Europe/Berlin", "2021-07-01 00:30:00", "2021-06-30T22:30:00.000000Z")]
    [InlineData("Europe/Berlin", "2021-07-01T00:30:00Z", "2021-07-01T00:30:00.000000Z")]
    [InlineData("Europe/Berlin", "2021-10-31T02:30:00+01:00", "2021-10-31T01:30:00.000000Z")]
    public void Reads_times_of_its_zone_and_times_with_their_own(string zone, string text, string instant)
    {
        Assert.True(LocalClock.In(zone).TryParse(text, out long micros, out string? fault), fault);
        Assert.Equal(instant, Dates.Instant(micros).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2021-03-28 02:30:00", "does not exist in Europe/Berlin, where clocks were put forward")]
    [InlineData("2021-10-31 02:30:00", "happened twice in Europe/Berlin, where clocks were put back; write it with its offset")]
    [InlineData("31.10.2021", "is no time such as 2021-01-01 12:00:00 or 2021-01-01T12:00:00Z")]
    [InlineData("2021-02-30 00:00:00", "is no time such as 2021-01-01 12:00:00 or 2021-01-01T12:00:00Z")]
    [InlineData("", "is no time such as 2021-01-01 12:00:00 or 2021-01-01T12:00:00Z")]
    public void Refuses_what_is_no_instant(string text, string sentence)
    {
        Assert.False(LocalClock.In("Europe/Berlin").TryParse(text, out _, out string? fault));
        Assert.Equal(sentence, fault);
    }

    [Fact]
    public void Says_that_a_zone_is_not_known()
    {
        var refused = Assert.Throws<IngestException>(() => LocalClock.In("Europe/Bielefeld"));

        Assert.StartsWith("The time zone Europe/Bielefeld is not known here", refused.Message, StringComparison.Ordinal);
    }
}
