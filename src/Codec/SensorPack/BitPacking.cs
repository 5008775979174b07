using System.Buffers.Binary;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// Integers of one width (bits) side by side: value i is bits i * width to (i + 1) * width - 1, where bit b is bit
/// b mod 8 of byte b / 8, lowest first. What is left of the last byte is zero.
/// </summary>
internal static class BitPacking
{
    /// <summary>The widest value that any eight bytes hold whatever bit of the first one it starts at.</summary>
    private const int OneWordWidthMax = 57;

    /// <summary>Bytes that a number of values takes.</summary>
    public static int Bytes(int count, int width) => (int)((((long)count * width) + 7) / 8);

    /// <summary>Writes all values, none of which may be wider than said.</summary>
    /// <param name="values">The values.</param>
    /// <param name="width">Bits of each, 0 to 64.</param>
    /// <param name="target">Exactly as many bytes as the values take.</param>
    public static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> target)
    {
        ulong word = 0;
        int used = 0;
        foreach (ulong value in values)
        {
            word |= value << used;
            used += width;
            if (used >= 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target, word);
                target = target[sizeof(ulong)..];
                used -= 64;
                word = used == 0 ? 0 : value >> (width - used);
            }
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(word >> (8 * i));
        }
    }

    /// <summary>Reads as many values as there is room for.</summary>
    /// <param name="source">The packed bytes; what follows them may be included and makes the last values faster.</param>
    /// <param name="width">Bits of each, 0 to 64.</param>
    /// <param name="values">Where they go.</param>
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<ulong> values)
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }

        int words = OneWordValues(source.Length, width, values.Length);
        ulong mask = ulong.MaxValue >> (64 - width);
        int bit = 0;
        for (int i = 0; i < words; i++, bit += width)
        {
            values[i] = (BinaryPrimitives.ReadUInt64LittleEndian(source[(bit >> 3)..]) >> (bit & 7)) & mask;
        }

        for (int i = words; i < values.Length; i++, bit += width)
        {
            values[i] = ReadBytewise(source, bit, width);
        }
    }

    /// <summary>How many of the first values can be read by loading the eight bytes from where they start.</summary>
    private static int OneWordValues(int bytes, int width, int count) =>
        bytes < sizeof(ulong) || width > OneWordWidthMax
            ? 0
            : (int)Math.Min(count, ((((bytes - sizeof(ulong)) * 8L) + 7) / width) + 1);

    private static ulong ReadBytewise(ReadOnlySpan<byte> source, int bit, int width)
    {
        ulong value = 0;
        int read = 0;
        while (read < width)
        {
            int shift = (bit + read) & 7;
            value |= (ulong)(source[(bit + read) >> 3] >> shift) << read;
            read += 8 - shift;
        }

        return width == 64 ? value : value & ((1UL << width) - 1);
    }
}
