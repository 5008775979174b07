using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// Writes bursts as sensorpack payloads (<c>docs/sensorpack.md</c>). Canonical: one burst gives one byte string.
/// Thread-safe. Allocates nothing once the array pool is warm.
/// </summary>
public static class SensorPackEncoder
{
    private const int StackValues = 128;
    private const byte Missing = 1;

    /// <summary>The most bytes that a burst of that shape takes, whatever its values.</summary>
    public static int BytesMax(int samples, int channels)
    {
        CheckShape(samples, channels);
        const int header = 1 + 3 + 2 + 1;
        int series = (2 * Varint.BytesMax) + 1 + (sizeof(long) * samples);
        int channel = 1 + SensorPackFormat.BitmapBytes(samples) + series;
        return header + series + (channels * channel) + SensorPackFormat.ChecksumBytes;
    }

    /// <summary>Encodes one burst.</summary>
    /// <param name="times">Each sample's time: microseconds since 1970-01-01T00:00:00Z, in any order.</param>
    /// <param name="values">
    /// Unscaled values, channel after channel: that of sample s in channel c is at c * times.Length + s. How many
    /// channels there are follows from the length.
    /// </param>
    /// <param name="nulls">1 where a value is missing, else 0, shaped as the values; empty when none is missing.</param>
    /// <param name="target">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit each other or the format's limits, a time is none that <see cref="DateTime"/> holds, a value
    /// has more than 18 digits, or the target is too short.
    /// </exception>
    public static int Encode(
        ReadOnlySpan<long> times, ReadOnlySpan<long> values, ReadOnlySpan<byte> nulls, Span<byte> target)
    {
        int channels = CountChannels(times.Length, values.Length, nulls.Length);
        if (target.Length < BytesMax(times.Length, channels))
        {
            throw new ArgumentException("The target is shorter than BytesMax says.", nameof(target));
        }

        ulong[]? rented = times.Length > StackValues ? ArrayPool<ulong>.Shared.Rent(times.Length) : null;
        Span<ulong> scratch = rented is null ? stackalloc ulong[StackValues] : rented;
        var writer = new PayloadWriter(target);
        writer.WriteByte(SensorPackFormat.Version);
        writer.WriteVarint((ulong)times.Length);
        writer.WriteVarint((ulong)channels);
        WriteTimes(ref writer, times, scratch);
        for (int start = 0; start < values.Length; start += times.Length)
        {
            WriteChannel(
                ref writer,
                values.Slice(start, times.Length),
                nulls.IsEmpty ? default : nulls.Slice(start, times.Length),
                scratch);
        }

        uint checksum = Crc32.HashToUInt32(writer.Written);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Take(SensorPackFormat.ChecksumBytes), checksum);
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return writer.Offset;
    }

    /// <summary>Encodes one burst to the end of a buffer; otherwise the same.</summary>
    public static void Encode(
        ReadOnlySpan<long> times, ReadOnlySpan<long> values, ReadOnlySpan<byte> nulls, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int channels = CountChannels(times.Length, values.Length, nulls.Length);
        output.Advance(Encode(times, values, nulls, output.GetSpan(BytesMax(times.Length, channels))));
    }

    private static void WriteTimes(ref PayloadWriter writer, ReadOnlySpan<long> times, scoped Span<ulong> scratch)
    {
        TimeUnit unit = TimeUnits.CoarsestExact(times);
        long micros = unit.Micros();
        writer.WriteByte((byte)unit);
        long time = 0;
        long delta = 0;
        for (int i = 0; i < times.Length; i++)
        {
            CheckTime(times[i]);
            long nextDelta = (times[i] / micros) - time;
            scratch[i] = ZigZag.Encode(nextDelta - delta);
            time += nextDelta;
            delta = i == 0 ? 0 : nextDelta;
        }

        writer.WriteVarint(scratch[0]);
        if (times.Length > 1)
        {
            writer.WriteVarint(scratch[1]);
            IntegerBlock.Write(ref writer, scratch[2..times.Length]);
        }
    }

    private static void WriteChannel(
        ref PayloadWriter writer, ReadOnlySpan<long> values, ReadOnlySpan<byte> nulls, scoped Span<ulong> scratch)
    {
        int present = values.Length - nulls.Count(Missing);
        if (present == 0)
        {
            writer.WriteByte(SensorPackFormat.NonePresent);
            return;
        }

        bool all = present == values.Length;
        writer.WriteByte(all ? SensorPackFormat.AllPresent : SensorPackFormat.SomePresent);
        if (!all)
        {
            WriteBitmap(writer.Take(SensorPackFormat.BitmapBytes(values.Length)), nulls);
        }

        int count = 0;
        long previous = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (all || nulls[i] != Missing)
            {
                CheckValue(values[i]);
                scratch[count++] = ZigZag.Encode(values[i] - previous);
                previous = values[i];
            }
        }

        writer.WriteVarint(scratch[0]);
        IntegerBlock.Write(ref writer, scratch[1..count]);
    }

    private static void WriteBitmap(Span<byte> bitmap, ReadOnlySpan<byte> nulls)
    {
        bitmap.Clear();
        for (int i = 0; i < nulls.Length; i++)
        {
            bitmap[i >> 3] |= (byte)((nulls[i] == Missing ? 0 : 1) << (i & 7));
        }
    }

    private static int CountChannels(int samples, int values, int nulls)
    {
        if (samples == 0 || values % samples != 0)
        {
            throw new ArgumentException($"{values} values are no whole number of channels of {samples} samples.");
        }

        if (nulls != 0 && nulls != values)
        {
            throw new ArgumentException($"There are {nulls} null marks for {values} values; give one for each or none.");
        }

        return values / samples;
    }

    private static void CheckShape(int samples, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, SensorPackFormat.SamplesMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, SensorPackFormat.ChannelsMax);
        if (samples * channels > SensorPackFormat.PointsMax)
        {
            throw new ArgumentException(
                $"{samples} samples of {channels} channels are more than {SensorPackFormat.PointsMax} values; "
                + "split the burst.");
        }
    }

    private static void CheckValue(long value)
    {
        if (value is < -SensorPackFormat.ValueMax or > SensorPackFormat.ValueMax)
        {
            throw new ArgumentException($"Value {value} has more than {Channel.PrecisionMax} digits.", nameof(value));
        }
    }

    private static void CheckTime(long time)
    {
        if (time is < TimeUnits.MicrosMin or > TimeUnits.MicrosMax)
        {
            throw new ArgumentException($"Time {time} µs is outside the years 1 to 9999.", nameof(time));
        }
    }
}
