using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Values;

/// <summary>
/// Appends the values of a format that says their type itself (JSON, CBOR, a program's answer) to one channel's column, exactly
/// or not at all. Numbers become decimals, integers or floating point as the channel says; a binary floating-point number counts
/// as the shortest decimal that gives it again (0.1, not 0.1000000000000000055). True and false are 1 and 0 in a column of
/// numbers. Stateless and thread-safe.
/// </summary>
public sealed class ChannelValues
{
    /// <summary>Characters of the longest shortest decimal: sign, 17 digits, point, exponent.</summary>
    private const int NumberCharsMax = 32;

    private readonly Channel _channel;
    private readonly ColumnType _type;

    public ChannelValues(Channel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _channel = channel;
        _type = channel.Type;
    }

    /// <summary>Appends an integer.</summary>
    /// <param name="column">The channel's column.</param>
    /// <param name="value">The value.</param>
    /// <param name="offset">Where it is in the payload, in bytes.</param>
    /// <exception cref="PayloadException">The column cannot hold it.</exception>
    public void Append(ColumnBuffer column, long value, int offset)
    {
        switch (_type.Kind)
        {
            case ColumnKind.Int32 when value is >= int.MinValue and <= int.MaxValue:
                ((FixedColumn<int>)column).Append((int)value);
                break;
            case ColumnKind.Int64:
                ((FixedColumn<long>)column).Append(value);
                break;
            case ColumnKind.Float when (long)(float)value == value:
                ((FixedColumn<float>)column).Append(value);
                break;
            case ColumnKind.Double when (long)(double)value == value && value != long.MaxValue:
                ((FixedColumn<double>)column).Append(value);
                break;
            case ColumnKind.Decimal:
                AppendScaled(column, value, offset);
                break;
            case ColumnKind.Text:
                AppendFormatted((BytesColumn)column, value);
                break;
            default:
                throw Refused(value.ToString(CultureInfo.InvariantCulture), offset);
        }
    }

    /// <summary>Appends a floating-point number.</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void Append(ColumnBuffer column, double value, int offset)
    {
        switch (_type.Kind)
        {
            case ColumnKind.Double:
                ((FixedColumn<double>)column).Append(value);
                break;
            case ColumnKind.Float when double.IsNaN(value) || (float)value == value:
                ((FixedColumn<float>)column).Append((float)value);
                break;
            default:
                Span<byte> text = stackalloc byte[NumberCharsMax];
                value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
                AppendNumber(column, text[..length], offset);
                break;
        }
    }

    /// <summary>Appends a floating-point number of 32 bits (or 16), whose shortest decimal is another than that of its
    /// double.</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void Append(ColumnBuffer column, float value, int offset)
    {
        if (_type.Kind is ColumnKind.Float)
        {
            ((FixedColumn<float>)column).Append(value);
            return;
        }

        Span<byte> text = stackalloc byte[NumberCharsMax];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        if (_type.Kind is ColumnKind.Double)
        {
            ((FixedColumn<double>)column).Append(value);
            return;
        }

        AppendNumber(column, text[..length], offset);
    }

    /// <summary>Appends true or false.</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void Append(ColumnBuffer column, bool value, int offset)
    {
        if (_type.Kind == ColumnKind.Text)
        {
            ((BytesColumn)column).Append(value ? "true"u8 : "false"u8);
            return;
        }

        Append(column, value ? 1L : 0L, offset);
    }

    /// <summary>Appends a number from its text, such as <c>-21.50</c> or <c>1e-3</c> (ASCII).</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void AppendNumber(ColumnBuffer column, ReadOnlySpan<byte> text, int offset)
    {
        ArgumentNullException.ThrowIfNull(column);
        switch (_type.Kind)
        {
            case ColumnKind.Decimal:
                AppendUnscaled(column, Unscaled(text, _type.Scale, _type.Precision, _channel.Round, offset));
                break;
            case ColumnKind.Int32 or ColumnKind.Int64:
                Append(column, Whole(text, offset), offset);
                break;
            case ColumnKind.Float when Utf8Parser.TryParse(text, out float value, out int read) && read == text.Length:
                ((FixedColumn<float>)column).Append(value);
                break;
            case ColumnKind.Double when Utf8Parser.TryParse(text, out double value, out int read) && read == text.Length:
                ((FixedColumn<double>)column).Append(value);
                break;
            case ColumnKind.Text:
                ((BytesColumn)column).Append(text);
                break;
            default:
                throw Refused(Encoding.UTF8.GetString(text), offset);
        }
    }

    /// <summary>Appends text; a column of numbers takes text that is a number.</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void AppendText(ColumnBuffer column, ReadOnlySpan<byte> utf8, int offset)
    {
        ArgumentNullException.ThrowIfNull(column);
        switch (_type.Kind)
        {
            case ColumnKind.Text when Utf8.IsValid(utf8):
                ((BytesColumn)column).Append(utf8);
                break;
            case ColumnKind.Text:
                throw new PayloadException($"value of channel {_channel.Name} is no UTF-8 text", offset);
            case ColumnKind.TimestampMicros:
                ((FixedColumn<long>)column).Append(SampleTime.Parse(utf8, $"value of channel {_channel.Name}", offset));
                break;
            case ColumnKind.Binary:
                throw Refused(Quoted(utf8), offset);
            default:
                AppendNumber(column, utf8, offset);
                break;
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <inheritdoc cref="Append(ColumnBuffer, long, int)"/>
    public void AppendBytes(ColumnBuffer column, ReadOnlySpan<byte> bytes, int offset)
    {
        if (_type.Kind != ColumnKind.Binary)
        {
            throw Refused($"of {bytes.Length} bytes", offset);
        }

        ((BytesColumn)column).Append(bytes);
    }

    private void AppendScaled(ColumnBuffer column, long value, int offset)
    {
        long unscaled = 0;
        long factor = PowerOfTen.Of(_type.Scale);
        if (value > long.MaxValue / factor || value < long.MinValue / factor
            || (unscaled = value * factor) > PowerOfTen.Less1(_type.Precision) || unscaled < -PowerOfTen.Less1(_type.Precision))
        {
            throw Digits(value.ToString(CultureInfo.InvariantCulture), offset);
        }

        AppendUnscaled(column, unscaled);
    }

    private static void AppendUnscaled(ColumnBuffer column, long unscaled)
    {
        if (column is FixedColumn<int> narrow)
        {
            narrow.Append((int)unscaled);
        }
        else
        {
            ((FixedColumn<long>)column).Append(unscaled);
        }
    }

    private long Unscaled(ReadOnlySpan<byte> text, int scale, int precision, bool round, int offset) =>
        DecimalText.Parse(text, scale, precision, round, out long unscaled) switch
        {
            DecimalFault.None => unscaled,
            DecimalFault.Decimals => throw new PayloadException(
                $"value {Shown(text)} of channel {_channel.Name} has {DecimalText.Decimals(text)} decimals, the configuration "
                + $"allows {scale}; raise Scale, or say Round",
                offset),
            DecimalFault.Digits => throw Digits(Shown(text), offset),
            _ => throw Refused(Quoted(text), offset),
        };

    /// <summary>Any 64-bit integer, also written as 12.0 or 1e3.</summary>
    private long Whole(ReadOnlySpan<byte> text, int offset) =>
        Utf8Parser.TryParse(text, out long value, out int read) && read == text.Length
            ? value
            : Unscaled(text, 0, Channel.PrecisionMax, _channel.Round, offset);

    private static void AppendFormatted(BytesColumn column, long value)
    {
        Span<byte> text = stackalloc byte[NumberCharsMax];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        column.Append(text[..length]);
    }

    private PayloadException Digits(string value, int offset) => new(
        $"value {value} of channel {_channel.Name} has more digits than the {_type.Precision} (of them {_type.Scale} decimals) that "
        + "the configuration allows",
        offset);

    private PayloadException Refused(string value, int offset) =>
        new($"value {value} of channel {_channel.Name} does not fit into {_type}", offset);

    private static string Quoted(ReadOnlySpan<byte> utf8) => $"'{Shown(utf8)}'";

    /// <summary>Not more than a line: it goes into a sentence.</summary>
    private static string Shown(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8.Length > 64 ? utf8[..64] : utf8);
        string plain = string.Concat(text.Select(character => char.IsControl(character) ? '.' : character));
        return utf8.Length > 64 ? plain + "…" : plain;
    }
}
