namespace Ingest.Codec.SensorPack;

/// <summary>
/// Reads a payload's body, the bytes before its checksum, from front to back. Never reads what is not there: what is
/// missing is a <see cref="PayloadException"/> with the place where it should have begun.
/// </summary>
internal ref struct PayloadReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _end;

    public PayloadReader(ReadOnlySpan<byte> payload, int bodyBytes)
    {
        _payload = payload;
        _end = bodyBytes;
    }

    /// <summary>The whole payload.</summary>
    public readonly ReadOnlySpan<byte> Payload => _payload;

    /// <summary>Bytes from the payload's start.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the body that are not read yet.</summary>
    public readonly int Remaining => _end - Offset;

    /// <summary>All that follows, with the checksum.</summary>
    public readonly ReadOnlySpan<byte> Window => _payload[Offset..];

    public byte ReadByte(string what)
    {
        Require(1, what);
        return _payload[Offset++];
    }

    public ReadOnlySpan<byte> ReadBytes(int count, string what)
    {
        Require(count, what);
        ReadOnlySpan<byte> bytes = _payload.Slice(Offset, count);
        Offset += count;
        return bytes;
    }

    /// <summary>Passes bytes that <see cref="Require"/> has found to be there.</summary>
    public void Skip(int count) => Offset += count;

    public long ReadZigZag(string what) => ZigZag.Decode(ReadVarint(what));

    public ulong ReadVarint(string what)
    {
        Require(1, what);
        byte first = _payload[Offset];
        if (first < 0x80)
        {
            Offset++;
            return first;
        }

        // Most have two bytes. A second one of zero is for those who say what is wrong with it.
        if (_end - Offset > 1 && _payload[Offset + 1] is > 0 and < 0x80 and var second)
        {
            Offset += 2;
            return (first & 0x7fu) | ((ulong)second << 7);
        }

        return ReadLongVarint(what);
    }

    public readonly void Require(int count, string what)
    {
        if (count > _end - Offset)
        {
            throw Malformed.Missing(what, count, Remaining, Offset);
        }
    }

    private ulong ReadLongVarint(string what)
    {
        ReadOnlySpan<byte> bytes = _payload[Offset.._end];
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte next = bytes[i];
            if (i == Varint.BytesMax - 1 && next > 1)
            {
                throw Malformed.TooLongNumber(what, Offset);
            }

            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                if (next == 0)
                {
                    throw Malformed.PaddedNumber(what, Offset);
                }

                Offset += i + 1;
                return value;
            }
        }

        throw Malformed.Missing(what, bytes.Length + 1, bytes.Length, Offset);
    }
}
