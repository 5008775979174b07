using System.Buffers.Binary;
using System.IO.Hashing;
using Ingest.Codec.Columns;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// Reads sensorpack payloads (<c>docs/sensorpack.md</c>). Channels whose precision is at most 9 are appended to
/// <see cref="FixedColumn{T}"/> of int, the others of long. Allocates nothing but what the columns grow by.
/// </summary>
public sealed class SensorPackDecoder : IPayloadDecoder
{
    private readonly ChannelReader[] _readers;

    /// <param name="channels">1 to 1,024 channels, in the payloads' order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none or too many, or a precision is not 1 to 18.</exception>
    public SensorPackDecoder(IReadOnlyList<Channel> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels.Count, 1, nameof(channels));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels.Count, SensorPackFormat.ChannelsMax, nameof(channels));
        foreach (Channel channel in channels)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(channel.Precision, 1, nameof(channels));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(channel.Precision, Channel.PrecisionMax, nameof(channels));
        }

        Channels = [.. channels];
        _readers = [.. Channels.Select(channel => new ChannelReader(channel))];
    }

    /// <inheritdoc/>
    public string Codec => SensorPackFormat.Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The columns are not those of the channels.</exception>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Channels.Count != _readers.Length)
        {
            throw new ArgumentException(
                $"There are {samples.Channels.Count} columns for {_readers.Length} channels.", nameof(samples));
        }

        PayloadReader reader = OpenBody(payload);
        int count = ReadSampleCount(ref reader);
        TimeUnit unit = ReadTimeUnit(ref reader);
        int before = samples.Count;
        try
        {
            ReadSeries(ref reader, count, unit, samples);
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }

        return count;
    }

    private static PayloadReader OpenBody(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < SensorPackFormat.PayloadBytesMin)
        {
            throw Malformed.TooShort(payload.Length);
        }

        int bodyBytes = payload.Length - SensorPackFormat.ChecksumBytes;
        var reader = new PayloadReader(payload, bodyBytes);
        byte version = reader.ReadByte("the version");
        if (version != SensorPackFormat.Version)
        {
            throw Malformed.Version(version);
        }

        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(payload[bodyBytes..]);
        uint computed = Crc32.HashToUInt32(payload[..bodyBytes]);
        return stored == computed ? reader : throw Malformed.Checksum(stored, computed, bodyBytes);
    }

    private int ReadSampleCount(ref PayloadReader reader)
    {
        int offset = reader.Offset;
        ulong samples = reader.ReadVarint("the number of samples");
        if (samples is 0 or > SensorPackFormat.SamplesMax)
        {
            throw Malformed.SampleCount(samples, offset);
        }

        offset = reader.Offset;
        ulong channels = reader.ReadVarint("the number of channels");
        if (channels != (ulong)_readers.Length)
        {
            throw Malformed.ChannelCount(channels, _readers.Length, offset);
        }

        return samples * channels <= SensorPackFormat.PointsMax
            ? (int)samples
            : throw Malformed.PointCount((int)samples, _readers.Length, offset);
    }

    private static TimeUnit ReadTimeUnit(ref PayloadReader reader)
    {
        byte unit = reader.ReadByte("the time unit");
        return unit <= (byte)TimeUnit.Microseconds ? (TimeUnit)unit : throw Malformed.Unit(unit, reader.Offset - 1);
    }

    private void ReadSeries(ref PayloadReader reader, int count, TimeUnit unit, SampleColumns samples)
    {
        Span<ulong> scratch = count > 1 ? stackalloc ulong[IntegerBlock.ChunkValuesMax] : default;
        TimeReader.Read(ref reader, count, unit, samples.Time, scratch);
        for (int channel = 0; channel < _readers.Length; channel++)
        {
            _readers[channel].Read(ref reader, count, samples.Channels[channel], scratch);
        }

        if (reader.Remaining != 0)
        {
            throw Malformed.Trailing(reader.Remaining, reader.Offset);
        }
    }
}
