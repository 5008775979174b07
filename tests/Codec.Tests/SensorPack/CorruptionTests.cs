using System.IO.Hashing;
using CsCheck;
using Ingest.Codec.Columns;
using Ingest.Codec.SensorPack;
using Xunit;

namespace Ingest.Codec.Tests.SensorPack;

public class CorruptionTests
{
    private const int SeededSamples = 3;

    /// <summary>The first vectors that are short enough to be broken at every byte.</summary>
    public static TheoryData<Vector> Payloads => [.. Golden.All.Valid.Where(vector => vector.Hex.Length < 2_000)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Every_changed_byte_is_noticed_and_leaves_the_columns_untouched(Vector vector)
    {
        SampleColumns columns = Seeded(vector.Configuration);
        var decoder = new SensorPackDecoder(vector.Configuration);
        byte[] payload = vector.Payload;
        for (int i = 0; i < payload.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                payload[i] ^= (byte)(1 << bit);
                PayloadException fault = AssertRefused(decoder, payload, columns);
                Assert.StartsWith(i == 0 ? "version is" : "checksum is", fault.Reason, StringComparison.Ordinal);
                payload[i] ^= (byte)(1 << bit);
            }
        }

        AssertUntouched(vector.Configuration, columns);
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Every_truncation_is_noticed_and_leaves_the_columns_untouched(Vector vector)
    {
        SampleColumns columns = Seeded(vector.Configuration);
        var decoder = new SensorPackDecoder(vector.Configuration);
        for (int length = 0; length < vector.Payload.Length; length++)
        {
            AssertRefused(decoder, vector.Payload[..length], columns);
        }

        AssertUntouched(vector.Configuration, columns);
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_body_cut_before_a_right_checksum_is_noticed_too(Vector vector)
    {
        SampleColumns columns = Seeded(vector.Configuration);
        var decoder = new SensorPackDecoder(vector.Configuration);
        for (int length = 0; length < vector.Payload.Length - 4; length++)
        {
            AssertRefused(decoder, Seal(vector.Payload[..length]), columns);
            AssertUntouched(vector.Configuration, columns);
        }
    }

    /// <summary>A changed body with a right checksum may be another burst, but nothing else than a burst or a reason.</summary>
    [Fact]
    public void Changed_bodies_with_a_right_checksum_decode_whole_or_not_at_all() =>
        Gen.Select(
            Gen.Int[0, Golden.All.Valid.Length - 1],
            Gen.Select(Gen.Double.Unit, Gen.Byte).Array[1, 4],
            Gen.Double.Unit).Sample(
            (index, changes, cut) =>
            {
                Vector vector = Golden.All.Valid[index];
                byte[] body = vector.Payload[..^4];
                foreach ((double where, byte value) in changes)
                {
                    body[1 + (int)(where * (body.Length - 1))] = value;
                }

                int length = cut < 0.8 ? body.Length : (int)(body.Length * cut);
                AssertWholeOrNothing(vector.Configuration, Seal(body[..length]));
            },
            iter: 5_000);

    [Fact]
    public void Random_bytes_with_a_right_checksum_decode_whole_or_not_at_all() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Frequency((2, Gen.Byte), (1, Gen.Byte[0, 3])).Array[0, 60]).Sample(
            (samples, channels, bytes) => AssertWholeOrNothing(
                Burst.Channels(channels, 9), Seal([1, (byte)samples, (byte)channels, (byte)(samples % 3), .. bytes])),
            iter: 10_000);

    [Theory]
    [InlineData("a block of times that is not there", new byte[] { 0, 0, 2, 8, 0 }, 0, 0)]
    [InlineData("a block of values that is not there", new byte[] { 0, 0, 2, 0, 0, 0, 1, 1 }, 1, 0)]
    [InlineData("a bitmap that is not there", new byte[] { 0, 0, 2, 0, 2, 0xff }, 1, 0)]
    [InlineData("a second channel that is not there", new byte[] { 0, 0, 2, 0, 0, 0, 0 }, 1, 1)]
    public void Nothing_is_reserved_for_series_that_are_not_there(string what, byte[] series, int times, int channels)
    {
        byte[] payload = Seal([1, 0xff, 0xff, 0x03, 2, .. series]);
        SampleColumns columns = Burst.EmptyColumns(Burst.Channels(2, 9));

        Assert.Throws<PayloadException>(() => new SensorPackDecoder(Burst.Channels(2, 9)).Decode(payload, columns));

        Assert.True(columns.Time.CapacityBytes == times * 65_536 * sizeof(long), what);
        Assert.True(columns.Channels.Sum(column => column.CapacityBytes) == channels * 65_536 * sizeof(int), what);
    }

    private static void AssertWholeOrNothing(Channel[] channels, byte[] payload)
    {
        SampleColumns columns = Seeded(channels);
        int samples;
        try
        {
            samples = new SensorPackDecoder(channels).Decode(payload, columns);
        }
        catch (PayloadException fault)
        {
            Assert.InRange(fault.Offset, 0, payload.Length);
            AssertUntouched(channels, columns);
            return;
        }

        Assert.Equal(SeededSamples + samples, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal(SeededSamples + samples, column.Count));
        Burst burst = Burst.From(columns, SeededSamples, samples);
        Assert.Equal(burst, Burst.Decode(burst.Encode(), channels));
    }

    private static PayloadException AssertRefused(SensorPackDecoder decoder, byte[] payload, SampleColumns columns)
    {
        PayloadException fault = Assert.Throws<PayloadException>(() => decoder.Decode(payload, columns));
        Assert.InRange(fault.Offset, 0, payload.Length);
        Assert.Equal(SeededSamples, columns.Count);
        return fault;
    }

    /// <summary>Columns that hold values and nulls already.</summary>
    private static SampleColumns Seeded(Channel[] channels)
    {
        SampleColumns columns = Burst.EmptyColumns(channels);
        new SensorPackDecoder(channels).Decode(Seed(channels.Length).Encode(), columns);
        return columns;
    }

    private static Burst Seed(int channels) => new([10, 20, 30], [.. Enumerable.Repeat<long?[]>([7, null, -7], channels)]);

    private static void AssertUntouched(Channel[] channels, SampleColumns columns)
    {
        Assert.Equal(SeededSamples, columns.Count);
        Assert.All(columns.Channels, column => Assert.Equal((SeededSamples, 1), (column.Count, column.NullCount)));
        Assert.Equal(Seed(channels.Length), Burst.From(columns, 0, SeededSamples));
    }

    private static byte[] Seal(byte[] body)
    {
        byte[] payload = [.. body, 0, 0, 0, 0];
        BitConverter.TryWriteBytes(payload.AsSpan(body.Length), Crc32.HashToUInt32(body));
        return payload;
    }
}
