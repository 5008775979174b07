using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Codec.CayenneLpp;

/// <summary>Reads one channel's value to its column.</summary>
internal sealed class LppColumn
{
    private readonly LppPart _part;
    private readonly int _start;
    private readonly bool _isTime;
    private readonly ChannelValues _values;

    /// <exception cref="DecoderException">There is no such value, or the column cannot hold it.</exception>
    public LppColumn(LppChannel channel)
    {
        string name = channel.Channel.Name;
        if (channel.Number is < 0 or > 255)
        {
            throw new DecoderException($"channel {name} has the number {channel.Number}, expected 0 to 255");
        }

        Type = LppType.Of(channel.Type) ?? throw new DecoderException($"channel {name} has the type '{channel.Type}', expected one of "
            + string.Join(", ", LppType.Names) + (Spelling.Nearest(channel.Type, LppType.Names) is { } meant ? $"; {meant} is near" : ""));
        _part = Type.Parts.FirstOrDefault(part => part.Name == channel.Part) ?? throw new DecoderException(
            Type.Parts[0].Name is null
                ? $"channel {name} has the part '{channel.Part}', but {Type.Name} has one value only"
                : $"channel {name} has the part '{channel.Part}', expected one of "
                    + $"{string.Join(", ", Type.Parts.Select(part => part.Name))} of {Type.Name}");
        _start = Type.Parts.TakeWhile(part => part != _part).Sum(part => part.Bytes);
        ColumnKind kind = channel.Channel.Type.Kind;
        _isTime = kind == ColumnKind.TimestampMicros && Type.Name == LppType.UnixTime;
        if (!_isTime && kind is not (ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Float or ColumnKind.Double or ColumnKind.Decimal
            or ColumnKind.Text))
        {
            throw new DecoderException($"channel {name} is {channel.Channel.Type}, which cannot hold {Type.Name}: a number");
        }

        Number = (byte)channel.Number;
        _values = new ChannelValues(channel.Channel);
    }

    public byte Number { get; }

    public LppType Type { get; }

    /// <param name="payload">The whole payload.</param>
    /// <param name="start">Where the data of the channel's type begin in it.</param>
    /// <param name="column">The channel's column.</param>
    /// <exception cref="PayloadException">The column cannot hold the value.</exception>
    public void Append(ReadOnlySpan<byte> payload, int start, ColumnBuffer column)
    {
        long value = _part.Read(payload[(start + _start)..]);
        if (_isTime)
        {
            ((FixedColumn<long>)column).Append(SampleTime.Of(value, EpochUnit.Seconds, 0, start));
            return;
        }

        Span<byte> text = stackalloc byte[LppPart.CharsMax];
        _values.AppendNumber(column, text[.._part.Format(value, text)], start + _start);
    }
}
