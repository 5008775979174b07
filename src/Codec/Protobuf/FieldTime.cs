using System.Globalization;
using Google.Protobuf.Reflection;
using Ingest.Codec.Values;

namespace Ingest.Codec.Protobuf;

/// <summary>Makes a time of the field that holds it.</summary>
internal sealed class FieldTime
{
    private const int NumberCharsMax = 20;

    private readonly string _path;
    private readonly FieldType _type;
    private readonly EpochUnit? _unit;

    /// <exception cref="DecoderException">The field and the unit do not go together; the message is a sentence.</exception>
    public FieldTime(string path, FieldDescriptor field, EpochUnit? unit)
    {
        _path = path;
        _type = field.FieldType;
        _unit = unit;
        IsList = field.IsRepeated;
        bool isNumber = _type is not (FieldType.Message or FieldType.String);
        if (_type is FieldType.Float or FieldType.Bool or FieldType.Bytes or FieldType.Enum)
        {
            throw new DecoderException(
                $"the time: {path} is {_type.ToString().ToLowerInvariant()}, expected an integer, a double, a string or a timestamp");
        }

        if (isNumber != unit.HasValue)
        {
            throw new DecoderException(isNumber
                ? $"the time: {path} is a number, so TimeUnit must say what it counts"
                : $"the time: {path} is no number, so there can be no TimeUnit");
        }
    }

    /// <summary>Whether the field is a list.</summary>
    public bool IsList { get; }

    /// <summary>Microseconds since 1970. A number that is not stored would be 1970 itself, and is no time.</summary>
    /// <exception cref="PayloadException">There is no time, or none in the years 1 to 9999.</exception>
    public long Micros(ReadOnlySpan<byte> payload, in Slot slot, int offset)
    {
        if (!slot.IsStored)
        {
            throw new PayloadException($"sample has no time: {_path} is not there", offset);
        }

        switch (_type)
        {
            case FieldType.Message:
                return slot.Bits;
            case FieldType.String:
                return SampleTime.Parse(payload.Slice(slot.Offset, slot.Length), $"time {_path}", slot.Offset);
            case FieldType.Double:
                return SampleTime.Of(BitConverter.Int64BitsToDouble(slot.Bits), _unit!.Value, 0, slot.Offset);
            case FieldType.UInt64 or FieldType.Fixed64 when slot.Bits < 0:
                Span<byte> text = stackalloc byte[NumberCharsMax];
                ((ulong)slot.Bits).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
                return SampleTime.Of(text[..length], _unit!.Value, 0, slot.Offset);
            default:
                return SampleTime.Of(slot.Bits, _unit!.Value, 0, slot.Offset);
        }
    }
}
