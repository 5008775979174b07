using System.Numerics;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// A number of zigzag integers, known from elsewhere: an encoding byte, then either the integers bit-packed (the byte is
/// their width, 0 to 64) or one varint each (the byte is 0x80), whichever is shorter. No integers take no byte at all.
/// </summary>
internal readonly struct IntegerBlock
{
    /// <summary>The most values of a chunk: a multiple of eight, so that each packed chunk begins with a byte.</summary>
    public const int ChunkValuesMax = 64;

    private const byte Varints = 0x80;
    private const string Value = "a value of an integer block";

    private readonly byte _encoding;
    private readonly int _offset;

    private IntegerBlock(byte encoding, int offset)
    {
        _encoding = encoding;
        _offset = offset;
    }

    /// <summary>All values are zero, and take no bytes.</summary>
    public bool IsZero => _encoding == 0;

    /// <summary>
    /// Values to be read at once. Varints come one by one, so that a value that is out of range is found before a later
    /// varint that is malformed; packed ones cannot be malformed once the block is open.
    /// </summary>
    public int ChunkValues => _encoding == Varints ? 1 : ChunkValuesMax;

    public static void Write(ref PayloadWriter writer, scoped ReadOnlySpan<ulong> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        ulong bits = 0;
        long varintBytes = 0;
        foreach (ulong value in values)
        {
            bits |= value;
            varintBytes += Varint.Bytes(value);
        }

        int width = 64 - BitOperations.LeadingZeroCount(bits);
        int packedBytes = BitPacking.Bytes(values.Length, width);
        if (packedBytes <= varintBytes)
        {
            writer.WriteByte((byte)width);
            BitPacking.Pack(values, width, writer.Take(packedBytes));
            return;
        }

        writer.WriteByte(Varints);
        foreach (ulong value in values)
        {
            writer.WriteVarint(value);
        }
    }

    /// <summary>Reads the encoding and makes sure that the bytes of that many values are there.</summary>
    /// <exception cref="PayloadException">They are not, or the encoding is none.</exception>
    public static IntegerBlock Open(ref PayloadReader reader, int count)
    {
        if (count == 0)
        {
            return default;
        }

        byte encoding = reader.ReadByte("the encoding of an integer block");
        var block = new IntegerBlock(encoding, reader.Offset);
        if (encoding == Varints)
        {
            reader.Require(count, "an integer block");
            return block;
        }

        if (encoding > 64)
        {
            throw Malformed.BlockEncoding(encoding, reader.Offset - 1);
        }

        int bytes = BitPacking.Bytes(count, encoding);
        reader.Require(bytes, "an integer block");
        int lastBits = (int)((long)count * encoding % 8);
        if (lastBits != 0 && reader.Window[bytes - 1] >> lastBits != 0)
        {
            throw Malformed.Padding("an integer block", reader.Offset + bytes - 1);
        }

        return block;
    }

    /// <summary>
    /// Reads the next values, still zigzag. All calls but the last of a block ask for <see cref="ChunkValues"/>.
    /// </summary>
    public void Read(ref PayloadReader reader, scoped Span<ulong> values)
    {
        if (_encoding != Varints)
        {
            BitPacking.Unpack(reader.Window, _encoding, values);
            reader.Skip(BitPacking.Bytes(values.Length, _encoding));
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadVarint(Value);
        }
    }

    /// <summary>Where a value begins that was read, in bytes from the payload's start.</summary>
    public int OffsetOf(int index, ReadOnlySpan<byte> payload)
    {
        if (_encoding != Varints)
        {
            return _offset + (int)((long)index * _encoding / 8);
        }

        int offset = _offset;
        for (; index > 0; offset++)
        {
            index -= payload[offset] < 0x80 ? 1 : 0;
        }

        return offset;
    }
}
