using System.Buffers;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class ContractTests
{
    private static readonly Channel[] Two = [new("a", 2), new("b", 2, 18)];

    [Fact]
    public void The_decoder_says_what_it_is()
    {
        var decoder = new SensorPackDecoder(Two);

        Assert.Equal(("sensorpack", 1), (decoder.Codec, decoder.Version));
        Assert.Equal(Two, decoder.Channels);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(1_025, 9)]
    [InlineData(1, 0)]
    [InlineData(1, 19)]
    public void Channels_that_the_format_cannot_hold_are_refused(int count, int precision) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SensorPackDecoder(Burst.Channels(count, precision)));

    [Fact]
    public void Columns_of_another_configuration_are_refused()
    {
        byte[] payload = new Burst([1], [[2], [3]]).Encode();
        var decoder = new SensorPackDecoder(Two);

        Assert.Throws<ArgumentException>(() => decoder.Decode(payload, Burst.EmptyColumns([Two[0]])));
        var swapped = new SampleColumns(
            new FixedColumn<long>(ColumnType.TimestampMicros),
            [.. Two.Select(_ => ColumnBuffer.Create(ColumnType.Double))]);
        Assert.Throws<ArgumentException>(() => decoder.Decode(payload, swapped));
        Assert.Equal(0, swapped.Count);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 4, 2)]
    [InlineData(1, 1_025, 0)]
    [InlineData(65_536, 65_536, 0)]
    [InlineData(65_535, 65_535 * 65, 0)]
    public void Shapes_that_do_not_fit_are_not_encoded(int times, int values, int nulls) =>
        Assert.ThrowsAny<ArgumentException>(
            () => SensorPackEncoder.Encode(
                new long[times], new long[values], new byte[nulls], new ArrayBufferWriter<byte>()));

    [Theory]
    [InlineData(-62_135_596_800_000_001, 0)]
    [InlineData(253_402_300_800_000_000, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, 1_000_000_000_000_000_000)]
    [InlineData(0, -1_000_000_000_000_000_000)]
    [InlineData(0, long.MinValue)]
    public void What_no_decoder_could_read_is_not_encoded(long time, long value) =>
        Assert.Throws<ArgumentException>(
            () => SensorPackEncoder.Encode([time], [value], default, new ArrayBufferWriter<byte>()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(200)]
    public void The_widest_burst_fits_into_the_bytes_promised(int samples)
    {
        long[] times = [.. Enumerable.Range(0, samples).Select(
            i => i % 2 == 0 ? -62_135_596_800_000_000 : 253_402_300_799_999_999)];
        long[] values = [.. Enumerable.Range(0, samples).Select(
            i => i % 2 == 0 ? -999_999_999_999_999_999 : 999_999_999_999_999_999)];
        byte[] target = new byte[SensorPackEncoder.BytesMax(samples, 1)];

        int bytes = SensorPackEncoder.Encode(times, values, default, target);

        Assert.InRange(bytes, 15 * samples, target.Length);
    }

    [Fact]
    public void A_target_that_might_be_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => SensorPackEncoder.Encode([1], [2], default, new byte[SensorPackEncoder.BytesMax(1, 1) - 1]));

    [Fact]
    public void Warm_encoding_and_decoding_allocate_nothing()
    {
        long[] times = [.. Enumerable.Range(0, 300).Select(i => i * 1_000L)];
        long[] values = [.. Enumerable.Range(0, 600).Select(i => i * i % 1_000L)];
        byte[] nulls = [.. Enumerable.Range(0, 600).Select(i => i % 7 == 0 ? (byte)1 : (byte)0)];
        byte[] target = new byte[SensorPackEncoder.BytesMax(300, 2)];
        SampleColumns columns = Burst.EmptyColumns(Two);
        var decoder = new SensorPackDecoder(Two);
        Round();

        // A collection may empty the shared pool between two rounds, so not every round has to find it warm.
        long[] allocated = [.. Enumerable.Range(0, 20).Select(_ => AllocatedBy(Round))];

        Assert.Equal(0, allocated.Min());

        static long AllocatedBy(Action round)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Round()
        {
            int bytes = SensorPackEncoder.Encode(times, values, nulls, target);
            decoder.Decode(target.AsSpan(0, bytes), columns);
            columns.RollBack(0);
        }
    }
}
