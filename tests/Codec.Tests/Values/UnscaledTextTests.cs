using Ingest.Codec.Values;
using Xunit;

namespace Ingest.Codec.Tests.Values;

public static class UnscaledTextTests
{
    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("-0.5", 1, "-0.5")]
    [InlineData("007", 2, "7.00")]
    [InlineData("1.5", 3, "1.500")]
    [InlineData("-0.00", 2, "0.00")]
    [InlineData("99999999999999999999999999999999999999", 0, "99999999999999999999999999999999999999")]
    [InlineData("-9999999999999999999999999999.9999999999", 10, "-9999999999999999999999999999.9999999999")]
    public static void Text_becomes_an_integer_and_text_again(string text, int scale, string written) =>
        Assert.Equal(written, UnscaledText.Of(UnscaledText.Parse(text, scale), scale));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.25")]
    [InlineData("1,5")]
    [InlineData("1.-")]
    [InlineData("--1")]
    [InlineData("+1")]
    public static void What_is_no_decimal_of_the_scale_is_refused(string text) =>
        Assert.Throws<FormatException>(() => UnscaledText.Parse(text, 1));
}
