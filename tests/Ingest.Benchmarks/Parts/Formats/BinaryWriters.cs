using System.Buffers.Binary;
using System.Text;
using Ingest.Codec.SensorPack;

namespace Ingest.Benchmarks.Parts.Formats;

/// <summary>Payloads that are bytes, each written by the plain rules of its format: no writer is the codec's but sensorpack's.</summary>
internal static class BinaryWriters
{
    private const int MessagePackShortNames = 0xa0;
    private const int CborText = 0x60;

    /// <summary>By the encoder, which <see cref="CodecBenchmarks"/> holds against a plain reader.</summary>
    public static byte[] SensorPack(Reading[] samples)
    {
        long[] times = [.. samples.Select(sample => sample.Seconds * 1_000_000)];
        long[] values = [.. Readings.Channels.SelectMany((_, channel) => samples.Select(sample => sample.Unscaled[channel]))];
        byte[] buffer = new byte[SensorPackEncoder.BytesMax(samples.Length, Readings.Channels.Count)];
        return buffer[..SensorPackEncoder.Encode(times, values, default, buffer)];
    }

    /// <summary>A count, and records of a time in 32 bits, four values in 16 and one in 32.</summary>
    public static byte[] Records(Reading[] samples)
    {
        using var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        writer.Write((ushort)samples.Length);
        foreach (Reading sample in samples)
        {
            writer.Write((uint)sample.Seconds);
            writer.Write(checked((short)sample.Unscaled[0]));
            writer.Write(checked((short)sample.Unscaled[1]));
            writer.Write(checked((short)sample.Unscaled[2]));
            writer.Write(checked((short)sample.Unscaled[3]));
            writer.Write((int)sample.Unscaled[4]);
        }

        return output.ToArray();
    }

    /// <summary>Values with decimals as doubles, as most encoders write them.</summary>
    public static byte[] Cbor(Reading[] samples) => Document(samples, CborText, listHead: 0x98, mapHead: 0xa0, uint32: 0x1a, real: 0xfb, list: 1);

    /// <inheritdoc cref="Cbor"/>
    public static byte[] MessagePack(Reading[] samples) => Document(samples, MessagePackShortNames, listHead: 0xdc, mapHead: 0x80, uint32: 0xce, real: 0xcb, list: 2);

    /// <summary>A value each of the types with enough decimals; the time is the row's.</summary>
    public static byte[] CayenneLpp(Reading[] samples)
    {
        long[] values = samples.Single().Unscaled;
        byte[] payload = new byte[values.Length * 4];
        byte[] types = [2, 2, 115, 117, 125];
        for (int channel = 0; channel < values.Length; channel++)
        {
            payload[4 * channel] = (byte)(channel + 1);
            payload[(4 * channel) + 1] = types[channel];
            BinaryPrimitives.WriteInt16BigEndian(payload.AsSpan((4 * channel) + 2), checked((short)values[channel]));
        }

        return payload;
    }

    /// <param name="samples">One is an object, several are a list in one.</param>
    /// <param name="text">The head of a short text, less its length.</param>
    /// <param name="listHead">The head of a list whose length is in bytes of its own.</param>
    /// <param name="mapHead">The head of a short object, less its members.</param>
    /// <param name="uint32">The head of an integer in four bytes.</param>
    /// <param name="real">The head of a double.</param>
    /// <param name="list">Bytes of a list's length.</param>
    private static byte[] Document(Reading[] samples, int text, byte listHead, int mapHead, byte uint32, byte real, int list)
    {
        List<byte> output = [];
        if (samples.Length > 1)
        {
            output.Add((byte)(mapHead + 1));
            Name("readings");
            output.Add(listHead);
            output.AddRange(list == 1 ? [(byte)samples.Length] : new[] { (byte)(samples.Length >> 8), (byte)samples.Length });
        }

        foreach (Reading sample in samples)
        {
            output.Add((byte)(mapHead + 1 + Readings.Channels.Count));
            Name("time");
            Integer(sample.Seconds);
            for (int channel = 0; channel < Readings.Channels.Count; channel++)
            {
                Name(Readings.Channels[channel].Name);
                if (Readings.Channels[channel].Scale == 0)
                {
                    Integer(sample.Unscaled[channel]);
                    continue;
                }

                byte[] bytes = new byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleBigEndian(bytes, (double)sample.Value(channel));
                output.Add(real);
                output.AddRange(bytes);
            }
        }

        return [.. output];

        void Name(string name)
        {
            output.Add((byte)(text + name.Length));
            output.AddRange(Encoding.ASCII.GetBytes(name));
        }

        void Integer(long value)
        {
            byte[] bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, checked((uint)value));
            output.Add(uint32);
            output.AddRange(bytes);
        }
    }
}
