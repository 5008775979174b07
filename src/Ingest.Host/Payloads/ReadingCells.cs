using System.Globalization;
using System.Text;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Host.Payloads;

/// <summary>Decoded values as cells of a result.</summary>
internal static class ReadingCells
{
    public static bool IsNumber(ColumnType type) =>
        type.Kind is not (ColumnKind.Text or ColumnKind.Binary or ColumnKind.TimestampMicros);

    public static string Instant(long micros) =>
        Dates.Instant(micros).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>Null, a number, text or bytes; a decimal as text with all its digits.</summary>
    public static object? Of(ColumnBuffer channel, int row) => (channel.Type.Kind, channel) switch
    {
        _ when channel.IsNull(row) => null,
        (ColumnKind.Decimal, FixedColumn<int> narrow) => Decimal(narrow.Values[row], channel.Type.Scale),
        (ColumnKind.Decimal, FixedColumn<long> wide) => Decimal(wide.Values[row], channel.Type.Scale),
        (ColumnKind.TimestampMicros, FixedColumn<long> instants) => Instant(instants.Values[row]),
        (_, FixedColumn<int> integers) => integers.Values[row],
        (_, FixedColumn<long> integers) => integers.Values[row],
        (_, FixedColumn<float> reals) => reals.Values[row],
        (_, FixedColumn<double> reals) => reals.Values[row],
        (ColumnKind.Text, BytesColumn text) => Encoding.UTF8.GetString(text[row]),
        (_, BytesColumn bytes) => bytes[row].ToArray(),
        _ => throw new NotSupportedException($"A channel is never {channel.Type}."),
    };

    private static string Decimal(long unscaled, int scale) =>
        new decimal((int)Math.Abs(unscaled), (int)(Math.Abs(unscaled) >> 32), 0, unscaled < 0, (byte)scale)
            .ToString(CultureInfo.InvariantCulture);
}
