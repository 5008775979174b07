using System.Buffers.Binary;

namespace Ingest.Codec.Layout.Reading;

/// <summary>A cyclic redundancy check of 8, 16 or 32 bits whose bits go in and come out highest first: four bytes at a time, as each
/// byte alone waits for the one before it. On its way it stands in the highest of 32 bits.</summary>
internal sealed class ForwardCrc : Checksum
{
    /// <summary>What a byte becomes that has 3, 2, 1 and no bytes after it in its four.</summary>
    private readonly uint[] _three = new uint[256];
    private readonly uint[] _two = new uint[256];
    private readonly uint[] _one = new uint[256];
    private readonly uint[] _none = new uint[256];
    private readonly uint _initial;
    private readonly uint _final;
    private readonly int _unused;

    /// <param name="bytes">1, 2 or 4.</param>
    /// <param name="polynomial">Without its highest term, highest bit first.</param>
    /// <param name="initial">What it begins with.</param>
    /// <param name="final">What it is combined with at the end (XOR).</param>
    public ForwardCrc(int bytes, uint polynomial, uint initial, uint final)
        : base(bytes)
    {
        _unused = 32 - (8 * bytes);
        _initial = initial << _unused;
        _final = final;
        for (uint value = 0; value < _none.Length; value++)
        {
            uint crc = value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000_0000) != 0 ? (crc << 1) ^ (polynomial << _unused) : crc << 1;
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
            uint four = crc ^ BinaryPrimitives.ReadUInt32BigEndian(bytes);
            crc = _three[four >> 24] ^ _two[(byte)(four >> 16)] ^ _one[(byte)(four >> 8)] ^ _none[(byte)four];
        }

        foreach (byte value in bytes)
        {
            crc = Next(crc, value);
        }

        return (crc >> _unused) ^ _final;
    }

    private uint Next(uint crc, byte value) => (crc << 8) ^ _none[(crc >> 24) ^ value];
}
