using Xunit;
using Xunit.Abstractions;

namespace Ingest.Codec.Tests.SensorPack;

public class SizeTests(ITestOutputHelper output)
{
    private const long NewYear = 1_609_459_200_000_000;
    private const double BytesAPointMax = 1.0;

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(50_000)]
    public void Fifty_samples_of_five_slow_channels_take_less_than_a_byte_a_point(int jitterMicros)
    {
        Burst[] bursts = [.. Enumerable.Range(0, 100).Select(seed => Slow(50, jitterMicros, seed))];

        double bytesAPoint = (double)bursts.Sum(burst => burst.Encode().Length) / bursts.Sum(burst => burst.Points);

        output.WriteLine($"{bytesAPoint:f3} bytes a point with {jitterMicros / 1000} ms jitter");
        Assert.InRange(bytesAPoint, 0.3, BytesAPointMax);
    }

    [Fact]
    public void One_sample_of_five_channels_takes_about_thirty_bytes()
    {
        double bytes = Enumerable.Range(0, 100).Average(seed => Slow(1, 5_000, seed).Encode().Length);

        output.WriteLine($"{bytes:f1} bytes");
        Assert.InRange(bytes, 20, 32);
    }

    [Fact]
    public void A_constant_series_of_regular_time_grows_by_its_sample_count_alone()
    {
        Burst Constant(int samples) => new(
            [.. Enumerable.Range(0, samples).Select(i => NewYear + (i * 1_000_000L))],
            [[.. Enumerable.Repeat<long?>(36, samples)]]);

        // Version, N, M, unit; first time, first delta, block; presence, value, block; checksum.
        const int bytesOfHundred = 4 + (5 + 1 + 1) + (1 + 1 + 1) + 4;
        Assert.Equal(bytesOfHundred, Constant(100).Encode().Length);
        Assert.Equal(bytesOfHundred + 1, Constant(10_000).Encode().Length);
    }

    private static Burst Slow(int samples, int jitterMicros, int seed)
    {
        var random = new Random(seed);
        long start = NewYear + (random.Next(86_400_000) * 1_000L);
        long[] times = [.. Enumerable.Range(0, samples).Select(
            i => start + (i * 1_000_000L) + (random.Next(-jitterMicros, jitterMicros + 1) / 1000 * 1000))];
        return new Burst(times, [.. Enumerable.Range(0, 5).Select(_ => Walk(samples, random))]);
    }

    private static long?[] Walk(int samples, Random random)
    {
        var values = new long?[samples];
        long value = random.Next(-1_000, 5_000);
        for (int i = 0; i < samples; i++)
        {
            values[i] = value;
            value += random.Next(-3, 4);
        }

        return values;
    }
}
