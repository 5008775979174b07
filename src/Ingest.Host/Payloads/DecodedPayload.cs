using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;
using Ingest.Host.Output;

namespace Ingest.Host.Payloads;

/// <summary>One payload's samples as a result: the time, then a decimal for each channel.</summary>
internal static class DecodedPayload
{
    /// <exception cref="PayloadException">The payload cannot be decoded.</exception>
    public static ResultTable Of(IPayloadDecoder decoder, ReadOnlySpan<byte> payload)
    {
        var time = new FixedColumn<long>(ColumnType.TimestampMicros);
        ColumnBuffer[] channels = [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))];
        int samples = decoder.Decode(payload, new SampleColumns(time, channels));
        return new ResultTable(
            [
                new ResultColumn(LakeSchema.TimeColumn, false),
                .. decoder.Channels.Select(channel => new ResultColumn(channel.Name, true)),
            ],
            Enumerable.Range(0, samples).Select(row => Row(time, channels, row)));
    }

    private static object?[] Row(FixedColumn<long> time, ColumnBuffer[] channels, int row) =>
        [Instant(time.Values[row]), .. channels.Select(channel => channel.IsNull(row) ? null : Reading(channel, row))];

    private static string Instant(long micros) =>
        Dates.Instant(micros).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    private static string Reading(ColumnBuffer channel, int row)
    {
        long unscaled = channel is FixedColumn<int> narrow ? narrow.Values[row] : ((FixedColumn<long>)channel).Values[row];
        byte scale = (byte)channel.Type.Scale;
        return new decimal((int)Math.Abs(unscaled), (int)(Math.Abs(unscaled) >> 32), 0, unscaled < 0, scale)
            .ToString(CultureInfo.InvariantCulture);
    }
}
