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
        ["crc32c"] = () => new Crc(4, 0x1edc6f41, 0xffffffff, true, 0xffffffff),
        ["crc32/mpeg-2"] = () => new Crc(4, 0x04c11db7, 0xffffffff, false, 0),
        ["crc16/arc"] = () => new Crc(2, 0x8005, 0, true, 0),
        ["crc16/modbus"] = () => new Crc(2, 0x8005, 0xffff, true, 0),
        ["crc16/usb"] = () => new Crc(2, 0x8005, 0xffff, true, 0xffff),
        ["crc16/xmodem"] = () => new Crc(2, 0x1021, 0, false, 0),
        ["crc16/ccitt-false"] = () => new Crc(2, 0x1021, 0xffff, false, 0),
        ["crc16/kermit"] = () => new Crc(2, 0x1021, 0, true, 0),
        ["crc16/x-25"] = () => new Crc(2, 0x1021, 0xffff, true, 0xffff),
        ["crc16/mcrf4xx"] = () => new Crc(2, 0x1021, 0xffff, true, 0),
        ["crc16/dnp"] = () => new Crc(2, 0x3d65, 0, true, 0xffff),
        ["crc8"] = () => new Crc(1, 0x07, 0, false, 0),
        ["crc8/maxim"] = () => new Crc(1, 0x31, 0, true, 0),
        ["crc8/sensirion"] = () => new Crc(1, 0x31, 0xff, false, 0),
        ["crc8/sae-j1850"] = () => new Crc(1, 0x1d, 0xff, false, 0xff),
        ["crc8/autosar"] = () => new Crc(1, 0x2f, 0xff, false, 0xff),
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

    /// <summary>A cyclic redundancy check of 8, 16 or 32 bits, a table look-up a byte.</summary>
    private sealed class Crc : Checksum
    {
        private readonly uint[] _table = new uint[256];
        private readonly uint _initial;
        private readonly bool _reflected;
        private readonly uint _final;
        private readonly int _bits;

        /// <param name="bytes">1, 2 or 4.</param>
        /// <param name="polynomial">Without its highest term, highest bit first.</param>
        /// <param name="initial">What it begins with.</param>
        /// <param name="reflected">Whether bits go in and come out lowest first.</param>
        /// <param name="final">What it is combined with at the end (XOR).</param>
        public Crc(int bytes, uint polynomial, uint initial, bool reflected, uint final)
            : base(bytes)
        {
            _bits = 8 * bytes;
            _initial = initial;
            _reflected = reflected;
            _final = final;
            uint mirrored = Mirrored(polynomial);
            for (uint value = 0; value < _table.Length; value++)
            {
                _table[value] = reflected ? Low(value, mirrored) : High(value, polynomial);
            }
        }

        public override long Of(ReadOnlySpan<byte> bytes)
        {
            // The initial values here read the same from both ends.
            uint crc = _initial;
            foreach (byte value in bytes)
            {
                crc = _reflected
                    ? (crc >> 8) ^ _table[(byte)(crc ^ value)]
                    : (crc << 8) ^ _table[(byte)((crc >> (_bits - 8)) ^ value)];
            }

            return (crc ^ _final) & Mask;
        }

        private uint Mask => uint.MaxValue >> (32 - _bits);

        private static uint Low(uint value, uint mirrored)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ mirrored : value >> 1;
            }

            return value;
        }

        private uint High(uint value, uint polynomial)
        {
            uint top = 1u << (_bits - 1);
            value <<= _bits - 8;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & top) != 0 ? (value << 1) ^ polynomial : value << 1;
            }

            return value & Mask;
        }

        private uint Mirrored(uint polynomial)
        {
            uint mirrored = 0;
            for (int bit = 0; bit < _bits; bit++)
            {
                mirrored |= ((polynomial >> bit) & 1) << (_bits - 1 - bit);
            }

            return mirrored;
        }
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
