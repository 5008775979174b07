using System.IO.Hashing;

namespace Ingest.Codec.Layout.Reading;

/// <summary>
/// Checksums by the names that Greg Cook's catalogue of parametrised CRC algorithms gives them, and sums. The check of each is
/// what it gives for the ASCII text 123456789.
/// </summary>
internal abstract class Checksum(int bytes)
{
    private static readonly Dictionary<string, Func<Checksum>> Known = new(StringComparer.Ordinal)
    {
        ["crc32"] = () => new Crc32Checksum(),
        ["crc32c"] = () => new ReflectedCrc(4, 0x1edc6f41, 0xffffffff, 0xffffffff),
        ["crc32/mpeg-2"] = () => new ForwardCrc(4, 0x04c11db7, 0xffffffff, 0),
        ["crc16/arc"] = () => new ReflectedCrc(2, 0x8005, 0, 0),
        ["crc16/modbus"] = () => new ReflectedCrc(2, 0x8005, 0xffff, 0),
        ["crc16/usb"] = () => new ReflectedCrc(2, 0x8005, 0xffff, 0xffff),
        ["crc16/xmodem"] = () => new ForwardCrc(2, 0x1021, 0, 0),
        ["crc16/ccitt-false"] = () => new ForwardCrc(2, 0x1021, 0xffff, 0),
        ["crc16/kermit"] = () => new ReflectedCrc(2, 0x1021, 0, 0),
        ["crc16/x-25"] = () => new ReflectedCrc(2, 0x1021, 0xffff, 0xffff),
        ["crc16/mcrf4xx"] = () => new ReflectedCrc(2, 0x1021, 0xffff, 0),
        ["crc16/dnp"] = () => new ReflectedCrc(2, 0x3d65, 0, 0xffff),
        ["crc8"] = () => new ForwardCrc(1, 0x07, 0, 0),
        ["crc8/maxim"] = () => new ReflectedCrc(1, 0x31, 0, 0),
        ["crc8/sensirion"] = () => new ForwardCrc(1, 0x31, 0xff, 0),
        ["crc8/sae-j1850"] = () => new ForwardCrc(1, 0x1d, 0xff, 0xff),
        ["crc8/autosar"] = () => new ForwardCrc(1, 0x2f, 0xff, 0xff),
        ["sum8"] = () => new Sum(1),
        ["sum16"] = () => new Sum(2),
        ["sum32"] = () => new Sum(4),
        ["xor8"] = () => new Xor(),
    };

    /// <summary>The known names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Bytes of the checksum: 1, 2 or 4.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>The checksum of that name; null when there is none.</summary>
    public static Checksum? Named(string name) => Known.TryGetValue(name, out Func<Checksum>? make) ? make() : null;

    public abstract long Of(ReadOnlySpan<byte> bytes);

    private sealed class Crc32Checksum() : Checksum(4)
    {
        public override long Of(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes);
    }

    /// <summary>The sum of all bytes, as far as it fits.</summary>
    private sealed class Sum(int bytes) : Checksum(bytes)
    {
        public override long Of(ReadOnlySpan<byte> bytes)
        {
            ulong sum = 0;
            foreach (byte value in bytes)
            {
                sum += value;
            }

            return (long)(sum & (ulong.MaxValue >> (64 - (8 * Bytes))));
        }
    }

    private sealed class Xor() : Checksum(1)
    {
        public override long Of(ReadOnlySpan<byte> bytes)
        {
            byte all = 0;
            foreach (byte value in bytes)
            {
                all ^= value;
            }

            return all;
        }
    }
}
