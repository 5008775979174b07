using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Tests.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("7d", 7 * 24 * 3600 * 1000L)]
    [InlineData("12h", 12 * 3600 * 1000L)]
    [InlineData("15m", 15 * 60 * 1000L)]
    [InlineData("10s", 10_000L)]
    [InlineData("250ms", 250L)]
    [InlineData("00:15:00", 15 * 60 * 1000L)]
    [InlineData("1.02:00:00", 26 * 3600 * 1000L)]
    public void A_duration_is_read(string text, long milliseconds) =>
        Assert.Equal(milliseconds, Duration.Parse(text, null).Value.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("-1s")]
    [InlineData("-00:15:00")]
    [InlineData("1.5h")]
    [InlineData("99999999d")]
    [InlineData("d")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, null, out _));

    [Theory]
    [InlineData("00:15:00", "15m")]
    [InlineData("168h", "7d")]
    [InlineData("90s", "90s")]
    [InlineData("0s", "0s")]
    public void A_duration_is_written_in_its_largest_unit(string text, string written) =>
        Assert.Equal(written, Duration.Parse(text, null).ToString());

    [Theory]
    [InlineData("2MiB", 2_097_152L)]
    [InlineData("512 KiB", 524_288L)]
    [InlineData("1GiB", 1_073_741_824L)]
    [InlineData("100", 100L)]
    public void A_size_is_read(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text, null).Bytes);

    [Theory]
    [InlineData("2MB")]
    [InlineData("-1")]
    [InlineData("1.5MiB")]
    [InlineData("MiB")]
    [InlineData("99999999999GiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, null, out _));
}
