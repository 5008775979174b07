using Ingest.Host.Sampling.Readings;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Readings;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("23.7", 2, 2370)]
    [InlineData("-23.7", 2, -2370)]
    [InlineData("+5", 0, 5)]
    [InlineData(" 5 ", 1, 50)]
    [InlineData(".5", 1, 5)]
    [InlineData("5.", 1, 50)]
    [InlineData("0", 3, 0)]
    [InlineData("-0.000", 2, 0)]
    [InlineData("00012.30", 1, 123)]
    [InlineData("1e-3", 3, 1)]
    [InlineData("12.5E+2", 0, 1250)]
    [InlineData("1.500e1", 0, 15)]
    [InlineData("100e-2", 0, 1)]
    [InlineData("0e999999999999", 0, 0)]
    [InlineData("0.00476416302416414", 17, 476416302416414)]
    [InlineData("999999999999999999", 0, 999999999999999999)]
    [InlineData("0.10000000000000000000000000000", 1, 1)]
    public void Is_exact(string text, int scale, long unscaled)
    {
        Assert.True(ExactDecimal.TryParse(text, scale, precision: 18, round: false, out long value, out string? fault), fault);
        Assert.Equal(unscaled, value);
    }

    [Theory]
    [InlineData("2.345", 2345, 3)]
    [InlineData("2.345", 235, 2)]
    [InlineData("-2.345", -235, 2)]
    [InlineData("2.3449999", 234, 2)]
    [InlineData("0.5", 1, 0)]
    [InlineData("-0.5", -1, 0)]
    [InlineData("0.49", 0, 0)]
    [InlineData("0.05", 0, 0)]
    [InlineData("0.0000009", 0, 0)]
    [InlineData("9.99", 10, 0)]
    [InlineData("7e-99999999", 0, 2)]
    public void Rounds_a_half_away_from_zero_when_told_to(string text, long unscaled, int scale)
    {
        Assert.True(ExactDecimal.TryParse(text, scale, precision: 9, round: true, out long value, out string? fault), fault);
        Assert.Equal(unscaled, value);
    }

    [Theory]
    [InlineData("23.7001", 2, 9, "has 4 decimals, its channel's Scale is 2; raise Scale or pass --round")]
    [InlineData("1e-5", 4, 9, "has 5 decimals, its channel's Scale is 4; raise Scale or pass --round")]
    [InlineData("12345678.5", 2, 9, "needs more digits with Scale 2 than its channel's Precision of 9; raise Precision or lower Scale")]
    [InlineData("1e30", 0, 18, "needs more digits with Scale 0 than its channel's Precision of 18; raise Precision or lower Scale")]
    [InlineData("1.2.3", 2, 9, "is no decimal number")]
    [InlineData("abc", 2, 9, "is no decimal number")]
    [InlineData("NaN", 2, 9, "is no decimal number")]
    [InlineData("1,5", 2, 9, "is no decimal number")]
    [InlineData(".", 2, 9, "is no decimal number")]
    [InlineData("-", 2, 9, "is no decimal number")]
    [InlineData("1e", 2, 9, "is no decimal number")]
    [InlineData("1e1.5", 2, 9, "is no decimal number")]
    [InlineData("--1", 2, 9, "is no decimal number")]
    [InlineData("1 2", 2, 9, "is no decimal number")]
    public void Says_what_is_wrong(string text, int scale, int precision, string sentence)
    {
        Assert.False(ExactDecimal.TryParse(text, scale, precision, round: false, out _, out string? fault));
        Assert.Equal(sentence, fault);
    }

    [Fact]
    public void Rounding_that_adds_a_digit_can_be_one_too_many()
    {
        Assert.False(ExactDecimal.TryParse("99.95", 1, precision: 3, round: true, out _, out _));
        Assert.True(ExactDecimal.TryParse("99.94", 1, precision: 3, round: true, out long value, out _));
        Assert.Equal(999, value);
    }
}
