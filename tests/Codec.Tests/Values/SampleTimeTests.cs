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
}
