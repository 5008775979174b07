using System.Globalization;
using System.Text;
using Ingest.Codec.Columns;

namespace Ingest.TestKit.Decoders;

/// <summary>Decoded samples as text.</summary>
internal static class SampleCells
{
    /// <summary>The time and then each channel of a sample; null where it is null.</summary>
    public static string?[] Of(SampleColumns columns, int row) =>
        [Instant(columns.Time.Values[row]), .. columns.Channels.Select(column => Cell(column, row))];

    /// <summary>A line a sample.</summary>
    public static string Lines(SampleColumns columns, int start, int count) => string.Join(
        '\n', Enumerable.Range(start, count).Select(row => string.Join('|', Of(columns, row).Select(cell => cell ?? "NULL"))));

    /// <summary>Whether two texts are one value: 21.5 and 21.50 are.</summary>
    public static bool AreSame(string? expected, string? found) => expected == found
        || (expected is not null && found is not null
            && decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal one)
            && decimal.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal other)
            && one == other);

    private static string? Cell(ColumnBuffer column, int row) => column.IsNull(row) ? null : (column.Type.Kind, column) switch
    {
        (ColumnKind.Decimal, FixedColumn<int> narrow) => Scaled(narrow.Values[row], column.Type.Scale),
        (ColumnKind.Decimal, FixedColumn<long> wide) => Scaled(wide.Values[row], column.Type.Scale),
        (ColumnKind.TimestampMicros, FixedColumn<long> times) => Instant(times.Values[row]),
        (_, FixedColumn<int> integers) => integers.Values[row].ToString(CultureInfo.InvariantCulture),
        (_, FixedColumn<long> integers) => integers.Values[row].ToString(CultureInfo.InvariantCulture),
        (_, FixedColumn<float> reals) => reals.Values[row].ToString("R", CultureInfo.InvariantCulture),
        (_, FixedColumn<double> reals) => reals.Values[row].ToString("R", CultureInfo.InvariantCulture),
        (ColumnKind.Text, BytesColumn text) => Encoding.UTF8.GetString(text[row]),
        (_, BytesColumn bytes) => Convert.ToHexStringLower(bytes[row]),
        _ => throw new NotSupportedException($"A channel is never {column.Type}."),
    };

    private static string Scaled(long unscaled, int scale)
    {
        ulong magnitude = unscaled < 0 ? (ulong)-(unscaled + 1) + 1 : (ulong)unscaled;
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, unscaled < 0, (byte)scale).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A decoder may append a time that no calendar has, which is refused elsewhere.</summary>
    private static string Instant(long micros) => micros is >= -62_135_596_800_000_000 and < 253_402_300_800_000_000
        ? DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)
        : $"{micros} us";
}
