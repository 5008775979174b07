using Google.Protobuf.Reflection;
using Ingest.Codec.Values;

namespace Ingest.Codec.Protobuf;

/// <summary>The last value of a field: a field that comes twice has its last one.</summary>
internal struct Slot
{
    /// <summary>Whether there is a value: one that was stored, or the default of a field that has no presence.</summary>
    public bool HasValue;

    /// <summary>Whether it was stored.</summary>
    public bool IsStored;

    /// <summary>Where it was found.</summary>
    public int Offset;

    /// <summary>Text and bytes: how many there are from <see cref="Offset"/> on.</summary>
    public int Length;

    /// <summary>A number: an integer, an enum's number, 0 or 1, or the bits of a floating-point one; microseconds of a timestamp.</summary>
    public long Bits;

    /// <summary>How a single value of that type is stored.</summary>
    public static WireType WireTypeOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireType.Bytes,
        FieldType.Group => WireType.StartGroup,
        _ => WireType.Varint,
    };

    /// <summary>Reads one scalar.</summary>
    public static Slot Scalar(FieldType type, ref WireReader reader)
    {
        var slot = new Slot { HasValue = true, IsStored = true, Offset = reader.Offset };
        switch (type)
        {
            case FieldType.String or FieldType.Bytes:
                WireReader part = reader.Part();
                slot.Offset = part.Offset;
                slot.Length = part.Length;
                break;
            case FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64:
                slot.Bits = (long)reader.Fixed64();
                break;
            case FieldType.Fixed32:
                slot.Bits = reader.Fixed32();
                break;
            case FieldType.Float or FieldType.SFixed32:
                slot.Bits = (int)reader.Fixed32();
                break;
            default:
                slot.Bits = Integer(type, reader.Varint());
                break;
        }

        return slot;
    }

    /// <summary>Reads a google.protobuf.Timestamp.</summary>
    public static Slot Timestamp(WireReader message, int depth)
    {
        int offset = message.Offset;
        long seconds = 0;
        long nanoseconds = 0;
        while (message.TryTag(out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Varint):
                    seconds = (long)message.Varint();
                    break;
                case (2, WireType.Varint):
                    nanoseconds = (int)message.Varint();
                    break;
                default:
                    message.Skip(field, type, depth);
                    break;
            }
        }

        if (nanoseconds is < 0 or > 999_999_999)
        {
            throw new PayloadException($"timestamp has {nanoseconds} nanoseconds, expected 0 to 999999999", offset);
        }

        long micros = SampleTime.Of(nanoseconds, EpochUnit.Nanoseconds, SampleTime.Of(seconds, EpochUnit.Seconds, 0, offset), offset);
        return new Slot { HasValue = true, IsStored = true, Offset = offset, Bits = micros };
    }

    /// <summary>What is stored in more bits than the type has is cut, as all parsers do.</summary>
    private static long Integer(FieldType type, ulong value) => type switch
    {
        FieldType.Int32 or FieldType.Enum => (int)value,
        FieldType.UInt32 => (uint)value,
        FieldType.SInt32 => (int)((uint)value >> 1) ^ -(int)((uint)value & 1),
        FieldType.SInt64 => (long)(value >> 1) ^ -(long)(value & 1),
        FieldType.Bool => value == 0 ? 0 : 1,
        _ => (long)value,
    };
}
