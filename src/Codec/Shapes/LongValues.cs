using System.Buffers.Text;
using System.Globalization;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Codec.Shapes;

/// <summary>Appends a value of one wide channel to the one column that holds all channels' values, exactly where that column can, or as
/// the nearest double.</summary>
internal sealed class LongValues
{
    private const int NumberCharsMax = 32;
    private const int Int32Digits = 10;
    private const long ExactMax = 1L << 53;

    private readonly Channel _channel;
    private readonly ChannelValues _values;
    private readonly ColumnType _type;
    private readonly long _factor = 1;

    /// <param name="wide">The channel.</param>
    /// <param name="value">The column of all values: double, or a decimal.</param>
    /// <exception cref="DecoderException">That column cannot hold the channel's values; the message is a sentence.</exception>
    public LongValues(Channel wide, Channel value)
    {
        _channel = wide;
        _type = value.Type;
        _values = new ChannelValues(value with { Name = wide.Name });
        bool isDecimal = _type.Kind == ColumnKind.Decimal;
        bool fits = wide.Type.Kind switch
        {
            ColumnKind.Int32 => !isDecimal || Int32Digits + _type.Scale <= _type.Precision,
            ColumnKind.Int64 => true,
            ColumnKind.Float or ColumnKind.Double => !isDecimal,
            ColumnKind.Decimal => wide.Type.Precision <= Channel.PrecisionMax && (!isDecimal
                || (wide.Scale <= _type.Scale && wide.Precision - wide.Scale + _type.Scale <= _type.Precision)),
            _ => false,
        };
        if (!fits)
        {
            throw new DecoderException($"channel {wide.Name} is {wide.Type}, whose values do not fit into {_type}");
        }

        if (wide.Type.Kind == ColumnKind.Decimal)
        {
            _factor = isDecimal ? PowerOfTen.Of(_type.Scale - wide.Scale) : PowerOfTen.Of(wide.Scale);
        }
    }

    /// <exception cref="PayloadException">A 64-bit integer has more digits than the column holds.</exception>
    public void Append(ColumnBuffer from, int row, ColumnBuffer to)
    {
        switch (from)
        {
            case FixedColumn<double> reals:
                ((FixedColumn<double>)to).Append(reals.Values[row]);
                break;
            case FixedColumn<float> reals:
                ((FixedColumn<double>)to).Append(reals.Values[row]);
                break;
            case FixedColumn<int> integers:
                AppendInteger(integers.Values[row], to);
                break;
            default:
                AppendInteger(((FixedColumn<long>)from).Values[row], to);
                break;
        }
    }

    private void AppendInteger(long value, ColumnBuffer to)
    {
        if (_channel.Type.Kind != ColumnKind.Decimal)
        {
            _values.Append(to, value, 0);
        }
        else if (_type.Kind == ColumnKind.Double)
        {
            ((FixedColumn<double>)to).Append(Nearest(value));
        }
        else if (to is FixedColumn<int> narrow)
        {
            narrow.Append((int)(value * _factor));
        }
        else
        {
            ((FixedColumn<long>)to).Append(value * _factor);
        }
    }

    /// <summary>A division of two integers that are exact as doubles, as powers of ten up to 10^22 are, gives the nearest double; others are read from their text.</summary>
    private double Nearest(long unscaled)
    {
        if (unscaled is >= -ExactMax and <= ExactMax)
        {
            return (double)unscaled / _factor;
        }

        Span<byte> text = stackalloc byte[NumberCharsMax];
        unscaled.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text[length++] = (byte)'e';
        (-_channel.Scale).TryFormat(text[length..], out int exponent, default, CultureInfo.InvariantCulture);
        return Utf8Parser.TryParse(text[..(length + exponent)], out double value, out _) ? value : throw new InvalidOperationException();
    }
}
