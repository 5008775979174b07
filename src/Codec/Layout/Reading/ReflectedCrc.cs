using System.Buffers.Binary;

namespace Ingest.Codec.Layout.Reading;

/// <summary>A cyclic redundancy check of 8, 16 or 32 bits whose bits go in and come out lowest first: four bytes at a time, as each
/// byte alone waits for the one before it.</summary>
internal sealed class ReflectedCrc : Checksum
{
    /// <summary>What a byte becomes that has 3, 2, 1 and no bytes after it in its four.</summary>
    private readonly uint[] _three = new uint[256];
    private readonly uint[] _two = new uint[256];
    private readonly uint[] _one = new uint[256];
    private readonly uint[] _none = new uint[256];
    private readonly uint _initial;
    private readonly uint _final;

    /// <param name="bytes">1, 2 or 4.</param>
    /// <param name="polynomial">Without its highest term, highest bit first.</param>
    /// <param name="initial">What it begins with, which reads the same from both ends.</param>
    /// <param name="final">What it is combined with at the end (XOR).</param>
    public ReflectedCrc(int bytes, uint polynomial, uint initial, uint final)
        : base(bytes)
    {
        _initial = initial;
        _final = final;
        uint mirrored = 0;
        for (int bit = 0; bit < 8 * bytes; bit++)
        {
            mirrored |= ((polynomial >> bit) & 1) << ((8 * bytes) - 1 - bit);
        }

        for (uint value = 0; value < _none.Length; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ mirrored : crc >> 1;
            }

            _none[value] = crc;
        }

        for (int value = 0; value < _none.Length; value++)
        {
            _one[value] = Next(_none[value], 0);
            _two[value] = Next(_one[value], 0);
            _three[value] = Next(_two[value], 0);
        }
    }

    /// <inheritdoc/>
    public override long Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = _initial;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            uint four = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = _three[(byte)four] ^ _two[(byte)(four >> 8)] ^ _one[(byte)(four >> 16)] ^ _none[four >> 24];
        }

        foreach (byte value in bytes)
        {
            crc = Next(crc, value);
        }

        return crc ^ _final;
    }

    private uint Next(uint crc, byte value) => (crc >> 8) ^ _none[(byte)(crc ^ value)];
}
