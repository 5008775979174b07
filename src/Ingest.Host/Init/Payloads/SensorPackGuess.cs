using System.Text.Json.Nodes;
using Ingest.Codec;
using Ingest.Codec.SensorPack;

namespace Ingest.Host.Init.Payloads;

/// <summary>Sensorpack: the payload says how many channels it has, and its checksum says that it is one.</summary>
internal static class SensorPackGuess
{
    private const byte FormatVersion = 1;

    public static CodecCandidate? Of(IReadOnlyList<byte[]> payloads)
    {
        int[] counts = [.. payloads.Select(Channels).OfType<int>()];
        if (counts.Length == 0)
        {
            return null;
        }

        int count = counts.CountBy(channels => channels).MaxBy(channels => channels.Value).Key;
        var channels = new JsonArray([.. Enumerable.Range(1, count).Select(i => new JsonObject
        {
            ["Name"] = $"channel_{i}",
            ["Precision"] = Channel.PrecisionMax,
        })]);
        return new CodecCandidate(
            SensorPackFormat.Name,
            new JsonObject { ["Channels"] = channels },
            [$"Payloads say that they have {count} channels, and not what these are: give each its Name, its Scale (digits after the point) and its Unit."]);
    }

    /// <summary>The number that the head has after the version and the number of samples; null when there is none.</summary>
    private static int? Channels(byte[] payload)
    {
        int offset = 1;
        return payload.Length > 0 && payload[0] == FormatVersion
            && Varint(payload, ref offset) is not null && Varint(payload, ref offset) is { } channels and >= 1 and <= SensorPackFormat.ChannelsMax
                ? (int)channels
                : null;
    }

    private static long? Varint(byte[] payload, ref int offset)
    {
        long value = 0;
        for (int shift = 0; shift < 35 && offset < payload.Length; shift += 7)
        {
            byte next = payload[offset++];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        return null;
    }
}
