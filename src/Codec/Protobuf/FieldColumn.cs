using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Codec.Protobuf;

/// <summary>Appends a field's values to a channel's column.</summary>
internal sealed class FieldColumn
{
    private const int NumberCharsMax = 20;

    private readonly FieldType _type;
    private readonly ChannelValues _values;
    private readonly Dictionary<long, byte[]>? _names;

    /// <exception cref="DecoderException">The column cannot hold the field's values; the message is a sentence.</exception>
    public FieldColumn(Channel channel, FieldDescriptor field)
    {
        _type = field.FieldType;
        _values = new ChannelValues(channel);
        IsList = field.IsRepeated;
        ColumnKind kind = channel.Type.Kind;
        bool isNumber = kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Float or ColumnKind.Double or ColumnKind.Decimal;
        bool fits = _type switch
        {
            FieldType.Bytes => kind == ColumnKind.Binary,
            FieldType.Message => kind == ColumnKind.TimestampMicros,
            FieldType.String => isNumber || kind is ColumnKind.Text or ColumnKind.TimestampMicros,
            _ => isNumber || kind == ColumnKind.Text,
        };
        if (!fits)
        {
            string what = _type == FieldType.Message ? "timestamp" : _type.ToString().ToLowerInvariant();
            throw new DecoderException($"channel {channel.Name} is {channel.Type}, which cannot hold {field.FullName}: {what}");
        }

        if (_type == FieldType.Enum && kind == ColumnKind.Text)
        {
            // Of several names for a number the first counts.
            _names = field.EnumType.Values.DistinctBy(value => value.Number).ToDictionary(value => (long)value.Number, value => Encoding.UTF8.GetBytes(value.Name));
        }
    }

    /// <summary>Whether the field is a list.</summary>
    public bool IsList { get; }

    /// <exception cref="PayloadException">The column cannot hold the value.</exception>
    public void Append(ReadOnlySpan<byte> payload, in Slot slot, ColumnBuffer column)
    {
        switch (_type)
        {
            case FieldType.Double:
                _values.Append(column, BitConverter.Int64BitsToDouble(slot.Bits), slot.Offset);
                break;
            case FieldType.Float:
                _values.Append(column, BitConverter.Int32BitsToSingle((int)slot.Bits), slot.Offset);
                break;
            case FieldType.Bool:
                _values.Append(column, slot.Bits != 0, slot.Offset);
                break;
            case FieldType.String:
                _values.AppendText(column, payload.Slice(slot.Offset, slot.Length), slot.Offset);
                break;
            case FieldType.Bytes:
                _values.AppendBytes(column, payload.Slice(slot.Offset, slot.Length), slot.Offset);
                break;
            case FieldType.Message:
                ((FixedColumn<long>)column).Append(slot.Bits);
                break;
            case FieldType.Enum when _names is not null && _names.TryGetValue(slot.Bits, out byte[]? name):
                ((BytesColumn)column).Append(name);
                break;
            case FieldType.UInt64 or FieldType.Fixed64 when slot.Bits < 0:
                Span<byte> text = stackalloc byte[NumberCharsMax];
                ((ulong)slot.Bits).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
                _values.AppendNumber(column, text[..length], slot.Offset);
                break;
            default:
                _values.Append(column, slot.Bits, slot.Offset);
                break;
        }
    }
}
