using System.Text;
using Ingest.Codec.Values;
using Xunit;

namespace Ingest.Codec.Tests.Values;

public class SampleTimeTests
{
    [Theory]
    [InlineData(EpochUnit.Nanoseconds)]
    [InlineData(EpochUnit.Microseconds)]
    [InlineData(EpochUnit.Milliseconds)]
    [InlineData(EpochUnit.Seconds)]
    [InlineData(EpochUnit.Minutes)]
    [InlineData(EpochUnit.Hours)]
    [InlineData(EpochUnit.Days)]
    public void A_number_of_any_size_is_a_time_or_refused(EpochUnit unit)
    {
        foreach (string digits in Enumerable.Range(0, 40).Select(zeros => "1" + new string('0', zeros)))
        {
            try
            {
                Assert.InRange(SampleTime.Of(Encoding.UTF8.GetBytes(digits), unit, 0, 0), 0, SampleTime.MicrosMax);
            }
            catch (PayloadException fault)
            {
                Assert.Contains("years 1 to 9999", fault.Reason, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Nanoseconds_as_text_reach_the_last_year() => Assert.Equal(
        SampleTime.MicrosMax, SampleTime.Of("253402300799999999999"u8, EpochUnit.Nanoseconds, 0, 0));

    /// <summary>Decimals have 28 digits after the point; a number below its last one is before 1970 all the same.</summary>
    [Theory]
    [InlineData("-1e-40", EpochUnit.Seconds, -1)]
    [InlineData("-1e-400", EpochUnit.Days, -1)]
    [InlineData("-0.00000000000000000000000000000000000000001", EpochUnit.Microseconds, -1)]
    [InlineData("-1e-28", EpochUnit.Nanoseconds, -1)]
    [InlineData("-1e-7", EpochUnit.Seconds, -1)]
    [InlineData("-0", EpochUnit.Seconds, 0)]
    [InlineData("-0.0e9", EpochUnit.Seconds, 0)]
    [InlineData("1e-40", EpochUnit.Seconds, 0)]
    [InlineData("0e-40", EpochUnit.Seconds, 0)]
    public void What_is_finer_than_a_microsecond_is_cut_off_towards_the_past(string text, EpochUnit unit, long micros) =>
        Assert.Equal(micros, SampleTime.Of(Encoding.UTF8.GetBytes(text), unit, 0, 0));

    /// <summary>A decimal would round these up, past the microsecond.</summary>
    [Theory]
    [InlineData("1609459200.99999999999999999999999999999999", EpochUnit.Seconds, 1_609_459_200_999_999)]
    [InlineData("-1609459200.0000000000000000000000000000001", EpochUnit.Seconds, -1_609_459_200_000_001)]
    [InlineData("1609459200999999999999999999999999999999999e-30", EpochUnit.Milliseconds, 1_609_459_200_999_999)]
    [InlineData("18628.999999999999999999999999", EpochUnit.Days, 1_609_545_599_999_999)]
    [InlineData("18628.000000000000000000000000000000000000", EpochUnit.Days, 1_609_459_200_000_000)]
    [InlineData("-0.000000000000000000000000000000000000000000000001", EpochUnit.Nanoseconds, -1)]
    [InlineData("000000000000000000000000000000000000000000001.5", EpochUnit.Minutes, 90_000_000)]
    [InlineData("000000000000000000000000000000000000000000000e9", EpochUnit.Minutes, 0)]
    [InlineData("123456789012345678901e-400000000", EpochUnit.Seconds, 0)]
    [InlineData("-123456789012345678901e-99999999999999999999", EpochUnit.Seconds, -1)]
    public void Digits_beyond_those_of_a_decimal_count(string text, EpochUnit unit, long micros) =>
        Assert.Equal(micros, SampleTime.Of(Encoding.UTF8.GetBytes(text), unit, 0, 0));

    [Fact]
    public void A_number_without_end_is_refused() => Assert.Throws<PayloadException>(
        () => SampleTime.Of(Encoding.UTF8.GetBytes("1." + new string('3', 2_000)), EpochUnit.Seconds, 0, 0));

    [Theory]
    [InlineData(-5e-324, -1)]
    [InlineData(-1e-30, -1)]
    [InlineData(-0.0, 0)]
    [InlineData(5e-324, 0)]
    public void The_smallest_floating_point_number_below_zero_is_before_1970(double value, long micros) =>
        Assert.Equal(micros, SampleTime.Of(value, EpochUnit.Seconds, 0, 0));
}
