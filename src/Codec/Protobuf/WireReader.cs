using System.Buffers.Binary;

namespace Ingest.Codec.Protobuf;

/// <summary>Reads the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding) from a part of a payload. Every read is
/// checked; offsets are of the whole payload.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> payload, int start, int end)
{
    private const int VarintBytesMax = 10;
    private const int FieldMax = (1 << 29) - 1;

    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly int _end = end;

    /// <summary>Bytes from the payload's start.</summary>
    public int Offset { get; private set; } = start;

    public readonly bool IsAtEnd => Offset == _end;

    /// <summary>Reads the tag of the next field, if there is one.</summary>
    public bool TryTag(out int field, out WireType type)
    {
        if (IsAtEnd)
        {
            (field, type) = (0, default);
            return false;
        }

        int at = Offset;
        ulong tag = Varint();
        ulong number = tag >> 3;
        type = (WireType)(tag & 7);
        if (number is 0 or > FieldMax)
        {
            throw new PayloadException($"field has the number {number}, expected 1 to {FieldMax}", at);
        }

        if (type > WireType.Fixed32)
        {
            throw new PayloadException($"field {number} has the wire type {(int)type}, expected 0 to 5", at);
        }

        field = (int)number;
        return true;
    }

    /// <summary>Bits beyond the 64th are passed over, as all parsers do.</summary>
    public ulong Varint()
    {
        int at = Offset;
        ulong value = 0;
        for (int i = 0; i < VarintBytesMax; i++)
        {
            if (IsAtEnd)
            {
                throw new PayloadException("varint ends early, expected more bytes", Offset);
            }

            byte next = _payload[Offset++];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new PayloadException($"varint has more than {VarintBytesMax} bytes", at);
    }

    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>A reader of the next bytes, whose length is before them.</summary>
    public WireReader Part()
    {
        int at = Offset;
        ulong length = Varint();
        if (length > (ulong)(_end - Offset))
        {
            throw new PayloadException($"length is {length}, expected at most {_end - Offset}: what is left", at);
        }

        int start = Offset;
        Offset += (int)length;
        return new WireReader(_payload, start, Offset);
    }

    /// <summary>Bytes that are left.</summary>
    public readonly int Length => _end - Offset;

    /// <summary>Passes over a field's data.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="type">How it is stored.</param>
    /// <param name="depth">Groups within one another that are allowed.</param>
    public void Skip(int field, WireType type, int depth)
    {
        switch (type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Bytes:
                Part();
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            case WireType.StartGroup:
                SkipGroup(field, depth);
                break;
            default:
                throw new PayloadException($"group {field} ends, but none has begun", Offset);
        }
    }

    private void SkipGroup(int group, int depth)
    {
        if (depth == 0)
        {
            throw new PayloadException("there are too many groups within one another", Offset);
        }

        while (TryTag(out int field, out WireType type))
        {
            if (type != WireType.EndGroup)
            {
                Skip(field, type, depth - 1);
            }
            else if (field == group)
            {
                return;
            }
            else
            {
                throw new PayloadException($"group {field} ends, expected the end of group {group}", Offset);
            }
        }

        throw new PayloadException($"group {group} has no end", Offset);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_end - Offset < count)
        {
            throw new PayloadException($"{_end - Offset} bytes are left, expected {count}", Offset);
        }

        Offset += count;
        return _payload.Slice(Offset - count, count);
    }
}
