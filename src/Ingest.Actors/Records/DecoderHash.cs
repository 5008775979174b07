using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Codec.Columns;

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
                Codec = payload.Decoder.Definition is { Length: > 0 } definition
                    ? $"{payload.Decoder.Codec} {definition}"
                    : payload.Decoder.Codec,
                payload.Decoder.Version,
                Channels = payload.Decoder.Channels.Select(Values),
            },
            From = table.EventTime.From.DayNumber,
            Ahead = table.EventTime.Ahead.Ticks,
        };
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values) + Selection(table)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    /// <summary>What is done to columns besides; nothing where nothing is: what is in lakes stays as it is.</summary>
    private static string Selection(TableSpec table) => table is { Exclude.Count: 0, Rename.Count: 0, Hash: null, Zone: null } ? "" : JsonSerializer.Serialize(new
    {
        table.Exclude,
        Rename = table.Rename.OrderBy(pair => pair.Key, StringComparer.Ordinal),
        Hash = table.Hash?.Columns,
        table.Zone?.Zone,
        // Tells keys apart and gives none away.
        Key = table.Hash is { } spec ? Convert.ToHexStringLower(HMACSHA256.HashData(spec.Key.Span, "ingest key"u8)) : null,
    });

    /// <summary>What was hashed when all channels were decimals is hashed as it was then: what is in lakes stays as it is.</summary>
    private static object Values(Channel channel) => (channel.Type.Kind, channel.Round) switch
    {
        (ColumnKind.Decimal, false) => new { channel.Name, channel.Scale, channel.Precision },
        (ColumnKind.Decimal, true) => new { channel.Name, channel.Scale, channel.Precision, channel.Round },
        _ => new { channel.Name, Type = channel.Type.ToString(), channel.Round },
    };
}
