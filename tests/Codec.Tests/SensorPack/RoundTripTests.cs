using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class RoundTripTests
{
    private const long MicrosMin = -62_135_596_800_000_000;
    private const long MicrosMax = 253_402_300_799_999_999;
    private const long ValueMax = 999_999_999_999_999_999;

    private static readonly Gen<int> Samples =
        Gen.Frequency((3, Gen.Int[1, 3]), (4, Gen.Int[4, 70]), (1, Gen.Int[71, 400]));

    private static readonly Gen<Burst> Bursts =
        from samples in Samples
        from channels in Gen.Int[1, 6]
        from times in Times(samples)
        from values in Series(samples).Array[channels]
        select new Burst(times, values);

    [Fact]
    public void Every_burst_comes_back() =>
        Bursts.Sample(
            burst => Assert.Equal(burst, Burst.Decode(burst.Encode(), Burst.Channels(burst.Values.Length))),
            iter: 2_000);

    [Fact]
    public void Payloads_follow_each_other_in_the_same_columns() =>
        Gen.Select(Series(40).Array[3].Array[2, 8], Times(40)).Sample(
            (bursts, times) =>
            {
                Channel[] channels = Burst.Channels(3);
                SampleColumns columns = Burst.EmptyColumns(channels);
                var decoder = new SensorPackDecoder(channels);
                foreach (long?[][] values in bursts)
                {
                    decoder.Decode(new Burst(times, values).Encode(), columns);
                }

                for (int i = 0; i < bursts.Length; i++)
                {
                    Assert.Equal(new Burst(times, bursts[i]), Burst.From(columns, 40 * i, 40));
                }
            },
            iter: 200);

    [Fact]
    public void Equal_bursts_give_equal_bytes_whatever_stands_where_a_value_is_missing() =>
        Bursts.Sample(
            burst =>
            {
                long[] values = [.. burst.Values.SelectMany(channel => channel.Select(value => value ?? long.MinValue))];
                byte[] nulls = [.. burst.Values.SelectMany(channel => channel.Select(value => (byte)(value is null ? 1 : 0)))];
                byte[] target = new byte[SensorPackEncoder.BytesMax(burst.Times.Length, burst.Values.Length)];
                target.AsSpan().Fill(0xff);

                int bytes = SensorPackEncoder.Encode(burst.Times, values, nulls, target);

                Assert.Equal(burst.Encode(), target[..bytes]);
            },
            iter: 500);

    [Fact]
    public void Every_precision_decides_the_column_and_the_digits()
    {
        for (int precision = 1; precision <= 18; precision++)
        {
            long most = long.Parse(new string('9', precision), System.Globalization.CultureInfo.InvariantCulture);
            Channel[] channels = [new Channel("c", 0, precision)];
            var burst = new Burst([0, 1, 2, 3], [[most, -most, null, most]]);
            Assert.Equal(burst, Burst.Decode(burst.Encode(), channels));
            if (precision < 18)
            {
                byte[] tooMany = new Burst([0, 1], [[0, most + 1]]).Encode();
                Assert.Throws<PayloadException>(() => Burst.Decode(tooMany, channels));
            }
        }
    }

    [Fact]
    public void The_largest_shapes_come_back()
    {
        long?[] walk = [.. Enumerable.Range(0, 65_535).Select(i => (long?)(i * 7919 % 1000))];
        var longest = new Burst([.. Enumerable.Range(0, 65_535).Select(i => i * 1_000L)], [walk, walk]);
        var widest = new Burst([5, 6], [.. Enumerable.Range(0, 1_024).Select(i => new long?[] { i, null })]);

        Assert.Equal(longest, Burst.Decode(longest.Encode(), Burst.Channels(2)));
        Assert.Equal(widest, Burst.Decode(widest.Encode(), Burst.Channels(1_024)));
    }

    private static Gen<long[]> Times(int samples) =>
        from start in Gen.Long[0, 2_000_000_000]
        from unit in Gen.OneOf(1L, 1_000L, 1_000_000L)
        from step in Gen.Int[-3, 2_000]
        from jitters in Gen.OneOf(Gen.Const(0), Gen.Int[-5, 5], Gen.Int[-100_000, 100_000]).Array[samples]
        from anywhere in Gen.Long[MicrosMin, MicrosMax].Array[samples]
        from scattered in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        let regular = jitters.Select((jitter, i) => (start * 1_000_000) + (((i * step) + jitter) * unit))
        select scattered ? anywhere : regular.ToArray();

    private static Gen<long?[]> Series(int samples) =>
        from width in Gen.Int[0, 60]
        from values in Gen.OneOf(OfWidth(width), Gen.Long[-ValueMax, ValueMax], Gen.OneOf(ValueMax, -ValueMax, 0L, 1L))
            .Array[samples]
        from missing in Gen.Frequency(
            (3, Gen.Const(false).Array[samples]),
            (1, Gen.Const(true).Array[samples]),
            (3, Gen.Bool.Array[samples]),
            (2, Gen.Int[0, 9].Select(die => die == 0).Array[samples]))
        select values.Zip(missing, (value, isMissing) => isMissing ? (long?)null : value).ToArray();

    private static Gen<long> OfWidth(int width) => Gen.Long.Select(value => width == 0 ? 0 : value >> (64 - width));
}
