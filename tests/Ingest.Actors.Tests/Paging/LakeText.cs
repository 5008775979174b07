using System.Globalization;
using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Values of columns as people write them.</summary>
internal static class LakeText
{
    public static string Of(ColumnBatch batch, int row) =>
        string.Join(" | ", Enumerable.Range(0, batch.Columns.Count).Select(column => Of(batch[column], row)));

    public static string Of(ColumnBuffer column, int row)
    {
        if (column.IsNull(row))
        {
            return "NULL";
        }

        switch (column.Type.Kind)
        {
            case ColumnKind.Decimal when column is FixedColumn<Int128> wide:
                return UnscaledText.Of(wide.Values[row], wide.Type.Scale);
            case ColumnKind.Decimal:
                decimal unscaled = column switch
                {
                    FixedColumn<int> ints => ints.Values[row],
                    FixedColumn<long> longs => longs.Values[row],
                    _ => ((FixedColumn<decimal>)column).Values[row],
                };
                return column.Type.Storage == ColumnStorage.Decimal
                    ? unscaled.ToString(CultureInfo.InvariantCulture)
                    : Scaled((long)unscaled, column.Type.Scale);
            case ColumnKind.Date:
                return DateTime.UnixEpoch.AddDays(((FixedColumn<int>)column).Values[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case ColumnKind.TimestampMicros:
                return DateTime.UnixEpoch.AddTicks(((FixedColumn<long>)column).Values[row] * 10)
                    .ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            case ColumnKind.Text:
                return Encoding.UTF8.GetString(((BytesColumn)column)[row]);
            case ColumnKind.Binary:
                return "0x" + Convert.ToHexString(((BytesColumn)column)[row]);
        }

        return column switch
        {
            FixedColumn<int> ints => ints.Values[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<long> longs => longs.Values[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<float> floats => floats.Values[row].ToString("R", CultureInfo.InvariantCulture),
            _ => ((FixedColumn<double>)column).Values[row].ToString("R", CultureInfo.InvariantCulture),
        };
    }

    private static string Scaled(long unscaled, int scale)
    {
        string digits = Math.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled < 0 ? "-" + text : text;
    }
}
