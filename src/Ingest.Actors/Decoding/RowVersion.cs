using System.Globalization;
using System.Text;
using Ingest.Actors.Paging;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>What a row says of its payload's format, as text. Remembers the last value: rows of one version come together.</summary>
/// <param name="column">The column's position in the pages.</param>
public sealed class RowVersion(int column)
{
    private long _number;
    private byte[]? _bytes;
    private string? _text;

    /// <returns>Integers in decimal, text and bytes as UTF-8 text; null where the column is NULL.</returns>
    public string? Of(RowPage page, int row)
    {
        ArgumentNullException.ThrowIfNull(page);
        ColumnBuffer versions = page.Columns[column];
        return versions.IsNull(row) ? null : versions switch
        {
            FixedColumn<int> ints => Number(ints.Values[row]),
            FixedColumn<long> longs => Number(longs.Values[row]),
            BytesColumn text => Text(text[row]),
            FixedColumn<decimal> decimals => decimals.Values[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<double> doubles => doubles.Values[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<float> floats => floats.Values[row].ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private string Number(long number)
    {
        if (_text is null || _number != number)
        {
            _number = number;
            _text = number.ToString(CultureInfo.InvariantCulture);
        }

        return _text;
    }

    private string Text(ReadOnlySpan<byte> utf8)
    {
        if (_bytes is null || !utf8.SequenceEqual(_bytes))
        {
            _bytes = utf8.ToArray();
            _text = Encoding.UTF8.GetString(utf8);
        }

        return _text!;
    }
}
