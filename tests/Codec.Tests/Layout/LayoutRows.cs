using System.Globalization;
using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout;

namespace Ingest.Codec.Tests.Layout;

/// <summary>Decodes with a description, to text: a line a sample, its time and its channels apart by a bar, - where null.</summary>
internal static class LayoutRows
{
    /// <summary>The row's own time: 2021-01-01T00:00:00Z.</summary>
    public const long RowTime = 1_609_459_200_000_000;

    public static string[] Of(string description, string hex) => Of(Parse(description), Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    public static string[] Of(IPayloadDecoder decoder, byte[] payload)
    {
        SampleColumns columns = Empty(decoder);
        int samples = decoder.Decode(payload, columns);
        return [.. Enumerable.Range(0, samples).Select(row => Row(columns, row))];
    }

    public static LayoutDecoder Parse(string description) => LayoutDecoder.Parse(Encoding.UTF8.GetBytes(description), PayloadLimits.Default);

    public static SampleColumns Empty(IPayloadDecoder decoder) => new(
        new FixedColumn<long>(ColumnType.TimestampMicros), [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))])
    {
        RowTime = RowTime,
    };

    public static string Row(SampleColumns columns, int row) => string.Join(
        '|', columns.Channels.Select(column => Cell(column, row)).Prepend(Instant(columns.Time.Values[row])));

    public static string Instant(long micros) =>
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Cell(ColumnBuffer column, int row) => column.IsNull(row) ? "-" : (column.Type.Kind, column) switch
    {
        (ColumnKind.Decimal, FixedColumn<int> narrow) => Scaled(narrow.Values[row], column.Type.Scale),
        (ColumnKind.Decimal, FixedColumn<long> wide) => Scaled(wide.Values[row], column.Type.Scale),
        (ColumnKind.TimestampMicros, FixedColumn<long> times) => Instant(times.Values[row]),
        (_, FixedColumn<int> integers) => integers.Values[row].ToString(CultureInfo.InvariantCulture),
        (_, FixedColumn<long> integers) => integers.Values[row].ToString(CultureInfo.InvariantCulture),
        (_, FixedColumn<float> reals) => reals.Values[row].ToString("R", CultureInfo.InvariantCulture),
        (_, FixedColumn<double> reals) => reals.Values[row].ToString("R", CultureInfo.InvariantCulture),
        (ColumnKind.Text, BytesColumn text) => Encoding.UTF8.GetString(text[row]),
        (_, BytesColumn bytes) => $"0x{Convert.ToHexStringLower(bytes[row])}",
        _ => throw new NotSupportedException(),
    };

    private static string Scaled(long unscaled, int scale)
    {
        decimal value = unscaled;
        for (int i = 0; i < scale; i++)
        {
            value /= 10;
        }

        return value.ToString($"F{scale}", CultureInfo.InvariantCulture);
    }
}
