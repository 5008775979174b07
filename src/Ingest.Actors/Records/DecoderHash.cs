using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ingest.Actors.Units;

namespace Ingest.Actors.Records;

/// <summary>A hash of everything in a table's configuration that changes the values of its objects, and of the decoder's own
/// version. A unit whose record has another is decoded again.</summary>
public static class DecoderHash
{
    /// <summary>16 hex digits.</summary>
    public static string Of(TableSpec table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var values = new
        {
            table.Columns,
            table.SortBy,
            Payload = table.Payload is not { } payload ? null : new
            {
                payload.Column,
                payload.Decoder.Codec,
                payload.Decoder.Version,
                Channels = payload.Decoder.Channels.Select(channel => new { channel.Name, channel.Scale, channel.Precision }),
            },
            From = table.EventTime.From.DayNumber,
            Ahead = table.EventTime.Ahead.Ticks,
        };
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }
}
