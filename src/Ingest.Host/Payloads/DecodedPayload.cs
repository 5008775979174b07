using System.Globalization;
using System.Text;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>One payload's samples as a result: the time, then a column a channel.</summary>
internal static class DecodedPayload
{
    /// <param name="decoder">What decodes it.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="rowTime">The row's own time, for payloads whose times count from it.</param>
    /// <exception cref="PayloadException">The payload cannot be decoded.</exception>
    public static ResultTable Of(IPayloadDecoder decoder, ReadOnlySpan<byte> payload, DateTimeOffset rowTime)
    {
        var time = new FixedColumn<long>(ColumnType.TimestampMicros);
        ColumnBuffer[] channels = [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))];
        int samples = decoder.Decode(payload, new SampleColumns(time, channels) { RowTime = Dates.Micros(rowTime) });
        return new ResultTable(
            [
                new ResultColumn(LakeSchema.TimeColumn, false),
                .. decoder.Channels.Select(channel => new ResultColumn(channel.Name, IsNumber(channel.Type))),
            ],
            Enumerable.Range(0, samples).Select(row => Row(time, channels, row)));
    }

    private static bool IsNumber(ColumnType type) =>
        type.Kind is not (ColumnKind.Text or ColumnKind.Binary or ColumnKind.TimestampMicros);

    private static object?[] Row(FixedColumn<long> time, ColumnBuffer[] channels, int row) =>
        [Instant(time.Values[row]), .. channels.Select(channel => channel.IsNull(row) ? null : Reading(channel, row))];

    private static string Instant(long micros) =>
        Dates.Instant(micros).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    private static object Reading(ColumnBuffer channel, int row) => (channel.Type.Kind, channel) switch
    {
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
