using System.Buffers.Binary;
using System.IO.Hashing;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Sampling;
using Ingest.Host.Sampling.Reference;
using Xunit;

namespace Ingest.Host.Tests.Sampling.Reference;

public sealed class ReferenceDataTests
{
    private static readonly DateOnly Day = new(2021, 1, 1);

    // What they were when first made; whoever changes them changes everybody's reference data.
    [Theory]
    [InlineData("small", 9281509226599659393ul)]
    [InlineData("burst", 2110843556215630239ul)]
    public void A_seed_gives_the_same_rows_for_ever(string shape, ulong hash)
    {
        ReferenceData data = Data(SampleShape.All.Single(known => known.Name == shape), seed: 1);

        Assert.Equal(hash, Hash(data.Day(Day).Take(5_000)));
    }

    [Fact]
    public void Another_seed_or_day_gives_other_rows()
    {
        ulong[] hashes =
        [
            Hash(Data(SampleShape.Burst, seed: 1).Day(Day).Take(1_000)),
            Hash(Data(SampleShape.Burst, seed: 2).Day(Day).Take(1_000)),
            Hash(Data(SampleShape.Burst, seed: 1).Day(Day.AddDays(1)).Take(1_000)),
        ];

        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void Both_shapes_hold_the_same_readings()
    {
        Assert.Equal(Sums(SampleShape.Small), Sums(SampleShape.Burst));
    }

    [Fact]
    public void A_small_day_is_a_million_rows_and_a_burst_day_twenty_thousand()
    {
        Assert.Equal((1_000_000, 1), (SampleShape.Small.RowsPerDay, SampleShape.Small.SamplesPerRow));
        Assert.Equal((20_000, 50), (SampleShape.Burst.RowsPerDay, SampleShape.Burst.SamplesPerRow));
        Assert.Equal(20_000, Data(SampleShape.Burst, seed: 1).Day(Day).Count());
    }

    [Fact]
    public void Rows_come_in_the_order_of_their_arrival_and_stay_within_their_day()
    {
        long last = Dates.Micros(Day);
        foreach (Burst burst in Data(SampleShape.Small, seed: 1).Day(Day))
        {
            Assert.InRange(burst.Times[0], Dates.Micros(Day), burst.ReceivedAt);
            Assert.True(burst.ReceivedAt > last);
            last = burst.ReceivedAt;
        }

        Assert.True(last < Dates.Micros(Day.AddDays(1)));
    }

    [Fact]
    public void Walks_are_slow_and_stay_within_their_bands()
    {
        // Unscaled, in the order of the channels.
        (long Min, long Max, long Step)[] bands =
            [(1_200, 2_900, 3), (2_500, 7_500, 3), (9_800, 10_400, 1), (2_900, 3_600, 1), (400, 1_600, 3)];

        foreach (Burst burst in Data(SampleShape.Burst, seed: 1).Day(Day))
        {
            Assert.InRange(burst.Sensor, 1, 500);
            for (int channel = 0; channel < bands.Length; channel++)
            {
                ReadOnlySpan<long> values = burst.Values.Slice(channel * burst.Count, burst.Count);
                long before = values[0];
                foreach (long value in values)
                {
                    Assert.InRange(value, bands[channel].Min, bands[channel].Max);
                    Assert.InRange(value - before, -bands[channel].Step, bands[channel].Step);
                    before = value;
                }
            }
        }
    }

    [Fact]
    public void A_channel_of_a_larger_scale_holds_the_same_reading()
    {
        long coarse = Data(SampleShape.Small, seed: 1, new Channel("temperature", 2)).Day(Day).First().Values[0];
        long fine = Data(SampleShape.Small, seed: 1, new Channel("temperature", 4)).Day(Day).First().Values[0];

        Assert.Equal(coarse * 100, fine);
    }

    [Theory]
    [InlineData(0, 9, "Channel temperature has Scale 0, but its reference data have 2 decimals: give it Scale 2.")]
    [InlineData(
        8,
        9,
        "Channel temperature has Precision 9, but with Scale 8 its reference data have 10 digits: give it Precision 10, or a smaller Scale.")]
    public void A_channel_that_cannot_hold_its_readings_is_refused(int scale, int precision, string sentence)
    {
        var refused = Assert.Throws<IngestException>(
            () => Data(SampleShape.Small, seed: 1, new Channel("temperature", scale, precision)));

        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void A_channel_of_any_name_and_size_has_readings_that_fit()
    {
        for (int precision = 1; precision <= Channel.PrecisionMax; precision++)
        {
            long value = Data(SampleShape.Small, seed: 1, new Channel("x", 0, precision)).Day(Day).First().Values[0];

            Assert.InRange(value, 0, (long)Math.Pow(10, precision) - 1);
        }
    }

    private static ReferenceData Data(SampleShape shape, ulong seed, params Channel[] channels) =>
        new(shape, channels.Length > 0 ? channels : SampleSpecs.Channels, seed);

    private static long[] Sums(SampleShape shape)
    {
        long[] sums = new long[SampleSpecs.Channels.Count + 1];
        foreach (Burst burst in Data(shape, seed: 3).Day(Day))
        {
            for (int i = 0; i < burst.Values.Length; i++)
            {
                sums[i / burst.Count] += burst.Values[i] * burst.Sensor;
            }

            foreach (long time in burst.Times)
            {
                sums[^1] = unchecked(sums[^1] + (time * burst.Sensor));
            }
        }

        return sums;
    }

    private static ulong Hash(IEnumerable<Burst> bursts)
    {
        var hash = new XxHash64();
        foreach (Burst burst in bursts)
        {
            Append(hash, [burst.Sensor, burst.ReceivedAt]);
            Append(hash, burst.Times);
            Append(hash, burst.Values);
        }

        return hash.GetCurrentHashAsUInt64();
    }

    private static void Append(XxHash64 hash, ReadOnlySpan<long> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (long number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            hash.Append(bytes);
        }
    }
}
