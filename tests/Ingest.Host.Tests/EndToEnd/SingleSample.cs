using System.Buffers.Binary;
using System.IO.Hashing;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A sensorpack payload of one sample, written by the format's page and not by the code under test.</summary>
internal static class SingleSample
{
    private const byte Version = 1;
    private const byte Seconds = 0;
    private const byte AllPresent = 0;

    /// <param name="time">A whole second.</param>
    /// <param name="values">Unscaled, one a channel.</param>
    public static byte[] Of(DateTime time, params long[] values)
    {
        List<byte> bytes = [Version, 1, (byte)values.Length, Seconds];
        Append(bytes, (long)(time - DateTime.UnixEpoch).TotalSeconds);
        foreach (long value in values)
        {
            bytes.Add(AllPresent);
            Append(bytes, value);
        }

        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32.HashToUInt32([.. bytes]));
        return [.. bytes, .. checksum];
    }

    private static void Append(List<byte> bytes, long value)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest > 0x7f; rest >>= 7)
        {
            bytes.Add((byte)(rest | 0x80));
        }

        bytes.Add((byte)rest);
    }
}
