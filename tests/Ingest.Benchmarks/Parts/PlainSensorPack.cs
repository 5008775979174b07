namespace Ingest.Benchmarks.Parts;

/// <summary>Reads sensorpack payloads bit by bit as <c>docs/sensorpack.md</c> says, slow and apart from the codec: what its encoder is
/// held against. Knows no missing values.</summary>
internal static class PlainSensorPack
{
    private const int ChecksumBytes = 4;

    /// <summary>Times in microseconds, and values channel after channel.</summary>
    public static (long[] Times, long[] Values) Read(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> body = payload[..^ChecksumBytes];
        Check.That(Crc(body) == BitConverter.ToUInt32(payload[^ChecksumBytes..]), "the payload's checksum is another");
        Check.That(body[0] == 1, "the payload's version is another");
        int at = 1;
        var times = new long[Varint(body, ref at)];
        var values = new long[times.Length * (int)Varint(body, ref at)];
        long micros = body[at++] switch { 0 => 1_000_000, 1 => 1_000, _ => 1 };
        ReadTimes(body, ref at, times, micros);
        for (int start = 0; start < values.Length; start += times.Length)
        {
            Check.That(body[at++] == 0, "a value is missing");
            ReadChannel(body, ref at, values.AsSpan(start, times.Length));
        }

        Check.That(at == body.Length, "the payload goes on after the last channel");
        return (times, values);
    }

    private static void ReadTimes(ReadOnlySpan<byte> body, ref int at, long[] times, long micros)
    {
        long time = Signed(Varint(body, ref at));
        times[0] = time * micros;
        if (times.Length == 1)
        {
            return;
        }

        long delta = Signed(Varint(body, ref at));
        times[1] = (time += delta) * micros;
        ulong[] changes = Block(body, ref at, times.Length - 2);
        for (int i = 0; i < changes.Length; i++)
        {
            delta += Signed(changes[i]);
            times[i + 2] = (time += delta) * micros;
        }
    }

    private static void ReadChannel(ReadOnlySpan<byte> body, ref int at, Span<long> values)
    {
        values[0] = Signed(Varint(body, ref at));
        ulong[] deltas = Block(body, ref at, values.Length - 1);
        for (int i = 0; i < deltas.Length; i++)
        {
            values[i + 1] = values[i] + Signed(deltas[i]);
        }
    }

    private static ulong[] Block(ReadOnlySpan<byte> body, ref int at, int count)
    {
        var integers = new ulong[count];
        int width = count == 0 ? 0 : body[at++];
        for (int i = 0; i < count; i++)
        {
            if (width == 0x80)
            {
                integers[i] = Varint(body, ref at);
                continue;
            }

            for (int bit = 0; bit < width; bit++)
            {
                int place = (i * width) + bit;
                integers[i] |= (ulong)((body[at + (place / 8)] >> (place % 8)) & 1) << bit;
            }
        }

        at += width == 0x80 ? 0 : ((count * width) + 7) / 8;
        return integers;
    }

    private static ulong Varint(ReadOnlySpan<byte> body, ref int at)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = body[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }

    private static long Signed(ulong zigzag) => (zigzag & 1) == 0 ? (long)(zigzag >> 1) : -(long)(zigzag >> 1) - 1;

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }
}
