using System.Globalization;
using System.Text;
using Ingest.Actors.Paging;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Actors.Decoding;

/// <summary>A source row's key as text, for people and for the table of rejects.</summary>
public static class RowKey
{
    /// <summary>The key's parts in its order, joined by a comma.</summary>
    public static string Text(RowPage page, int row)
    {
        ArgumentNullException.ThrowIfNull(page);
        return string.Join(',', page.Table.Key.Select(column => Part(page.Columns[column], row)));
    }

    private static string Part(ColumnBuffer column, int row) => column switch
    {
        FixedColumn<int> ints => ints.Values[row].ToString(CultureInfo.InvariantCulture),
        FixedColumn<long> longs => longs.Values[row].ToString(CultureInfo.InvariantCulture),
        FixedColumn<decimal> decimals => decimals.Values[row].ToString(CultureInfo.InvariantCulture),
        FixedColumn<Int128> wides => UnscaledText.Of(wides.Values[row], wides.Type.Scale),
        FixedColumn<double> doubles => doubles.Values[row].ToString("R", CultureInfo.InvariantCulture),
        FixedColumn<float> floats => floats.Values[row].ToString("R", CultureInfo.InvariantCulture),
        BytesColumn { Type.Kind: ColumnKind.Text } text => Encoding.UTF8.GetString(text[row]),
        BytesColumn bytes => Convert.ToHexStringLower(bytes[row]),
        _ => "",
    };
}
