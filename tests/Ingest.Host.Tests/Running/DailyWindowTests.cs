using System.Globalization;
using Ingest.Host.Running;

namespace Ingest.Host.Tests.Running;

public sealed class DailyWindowTests
{
    [Theory]
    [InlineData("01:00-05:00", "01:00-05:00")]
    [InlineData("22:00-04:00", "22:00-04:00")]
    [InlineData("22:30-24:00", "22:30-00:00")]
    [InlineData("00:00-23:59", "00:00-23:59")]
    public void A_window_is_two_times_of_day(string text, string window)
    {
        Assert.True(DailyWindow.TryParse(text, out DailyWindow? parsed));
        Assert.Equal(window, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("01:00")]
    [InlineData("1:00-5:00")]
    [InlineData("01:00-01:00")]
    [InlineData("00:00-24:00")]
    [InlineData("24:00-01:00")]
    [InlineData("01:00-25:00")]
    [InlineData("01:00-05:00-06:00")]
    public void What_is_none_is_refused(string text) => Assert.False(DailyWindow.TryParse(text, out _));

    [Theory]
    [InlineData("01:00-05:00", "00:30:00", "00:30", null)]
    [InlineData("01:00-05:00", "01:00:00", "00:00", "04:00")]
    [InlineData("01:00-05:00", "04:59:59", "00:00", "00:00:01")]
    [InlineData("01:00-05:00", "05:00:00", "20:00", null)]
    [InlineData("22:00-04:00", "21:00:00", "01:00", null)]
    [InlineData("22:00-04:00", "23:00:00", "00:00", "05:00")]
    [InlineData("22:00-04:00", "00:00:00", "00:00", "04:00")]
    [InlineData("22:00-04:00", "04:00:00", "18:00", null)]
    public void It_is_open_from_its_first_minute_until_its_last(string window, string now, string untilOpen, string? untilClosed)
    {
        Assert.True(DailyWindow.TryParse(window, out DailyWindow? parsed));
        TimeOnly time = TimeOnly.Parse(now, CultureInfo.InvariantCulture);

        Assert.Equal(TimeSpan.Parse(untilOpen, CultureInfo.InvariantCulture), parsed.UntilOpen(time));
        if (untilClosed is not null)
        {
            Assert.Equal(TimeSpan.Parse(untilClosed, CultureInfo.InvariantCulture), parsed.UntilClosed(time));
        }
    }
}
