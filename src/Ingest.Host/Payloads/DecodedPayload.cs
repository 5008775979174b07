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
    /// <param name="rowVersion">What the row's version column says; null where there is none.</param>
    /// <exception cref="PayloadException">The payload cannot be decoded.</exception>
    public static ResultTable Of(IPayloadDecoder decoder, ReadOnlySpan<byte> payload, DateTimeOffset rowTime, string? rowVersion)
    {
        var time = new FixedColumn<long>(ColumnType.TimestampMicros);
        ColumnBuffer[] channels = [.. decoder.Channels.Select(channel => ColumnBuffer.Create(channel.Type))];
        var samples = new SampleColumns(time, channels) { RowTime = Dates.Micros(rowTime), RowVersion = rowVersion };
        decoder.Decode(payload, samples);
        return Of(decoder, samples);
    }

    /// <summary>Samples that were decoded already.</summary>
    public static ResultTable Of(IPayloadDecoder decoder, SampleColumns samples) => new(
        [
            new ResultColumn(LakeSchema.TimeColumn, false),
            .. decoder.Channels.Select(channel => new ResultColumn(channel.Name, ReadingCells.IsNumber(channel.Type))),
        ],
        Enumerable.Range(0, samples.Count).Select(row => Row(samples, row)));

    private static object?[] Row(SampleColumns samples, int row) =>
        [ReadingCells.Instant(samples.Time.Values[row]), .. samples.Channels.Select(channel => ReadingCells.Of(channel, row))];
}
