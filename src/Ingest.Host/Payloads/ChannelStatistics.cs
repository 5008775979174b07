using System.Globalization;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>What a channel's values are like over many payloads: a wrong byte order still decodes, and shows here.</summary>
internal sealed class ChannelStatistics(string name, ColumnType type, string? unit)
{
    private const int TextCharsMax = 40;

    private object? _least;
    private object? _greatest;
    private object? _first;
    private long _values;
    private long _nulls;

    public static ResultColumn[] Columns { get; } =
    [
        new("channel", false), new("type", false), new("unit", false), new("values", true), new("nulls", true), new("minimum", true),
        new("maximum", true), new("first", true),
    ];

    public object?[] Row => [name, type.ToString(), unit, _values, _nulls, Shown(_least), Shown(_greatest), Shown(_first)];

    public static ChannelStatistics Of(Channel channel) => new(channel.Name, channel.Type, channel.Unit);

    public void Add(ColumnBuffer column, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            // Instants are told in as many digits as they have, so that their texts do not compare as they do.
            Add(type.Kind == ColumnKind.TimestampMicros && !column.IsNull(row) ? ((FixedColumn<long>)column).Values[row] : ReadingCells.Of(column, row));
        }
    }

    /// <param name="cell">A value as <see cref="ReadingCells"/> gives it; an instant in microseconds.</param>
    private void Add(object? cell)
    {
        if (cell is null)
        {
            _nulls++;
            return;
        }

        object value = type.Kind == ColumnKind.Decimal ? decimal.Parse((string)cell, CultureInfo.InvariantCulture) : cell is byte[] bytes ? TextCells.Of(bytes) : cell;
        _values++;
        _first ??= value;
        _least = _least is null || Compare(value, _least) < 0 ? value : _least;
        _greatest = _greatest is null || Compare(value, _greatest) > 0 ? value : _greatest;
    }

    private static int Compare(object one, object other) =>
        one is string text ? string.CompareOrdinal(text, (string)other) : Comparer<object>.Default.Compare(one, other);

    private string? Shown(object? value) => value is null ? null
        : type.Kind == ColumnKind.TimestampMicros ? ReadingCells.Instant((long)value)
        : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > TextCharsMax } text ? text[..TextCharsMax] + "…"
        : Convert.ToString(value, CultureInfo.InvariantCulture);
}
