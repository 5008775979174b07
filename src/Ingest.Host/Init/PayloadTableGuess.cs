using System.Text.Json.Nodes;
using Ingest.Actors.Paging;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Init.Payloads;

namespace Ingest.Host.Init;

/// <summary>A table that may keep payloads: which column, decoded how, and the keys that a decoded table needs beside.</summary>
/// <param name="look">The table.</param>
/// <param name="name">Its name in the lake.</param>
/// <param name="textHoldsTimes">Whether the database keeps times as text.</param>
/// <param name="now">Stands for the time of rows.</param>
internal sealed class PayloadTableGuess(TableLook look, string name, bool textHoldsTimes, DateTimeOffset now)
{
    private readonly TimeGuess? _time = TimeGuess.Of(look, textHoldsTimes);

    /// <returns>Null when no column holds payloads.</returns>
    public TableProposal? Propose()
    {
        (string Column, byte[][] Payloads)[] columns =
        [
            .. look.Columns
                .Where(column => column.Role == TypeRole.Bytes && !IsIdentity(column))
                .Select(column => (column.Name, column.Bytes().Select(value => value.Bytes).Where(bytes => bytes.Length != 0).ToArray()))
                .Where(column => column.Item2.Length != 0 && KnownFile.Of(column.Item2) is null),
        ];
        foreach ((string column, byte[][] payloads) in columns)
        {
            if (PayloadGuess.Of(column, payloads, now) is { } guess)
            {
                return Decoded(column, guess);
            }
        }

        return columns is [(var unknown, [var first, ..]), ..] ? Undescribed(unknown, first) : null;
    }

    /// <summary>Bytes that name a row: they are in an index, or short and called so.</summary>
    private bool IsIdentity(LookedColumn column) =>
        look.Schema.PrimaryKey.Contains(column.Name)
        || look.Schema.Indexes.Any(index => index.Columns.Contains(column.Name))
        || Words.HasAny(column.Name, "id", "uuid", "guid", "hash", "digest", "checksum", "md5", "sha1", "sha256", "salt", "password", "token", "key");

    private TableProposal Decoded(string column, PayloadGuess guess)
    {
        bool lacksTime = guess.Decoder.NeedsRowTime && _time is null;
        string[] channels = [.. guess.Decoder.Channels.Select(channel => channel.Name)];
        (JsonObject entry, bool isFound, IReadOnlyList<string> why) = Entry(column, channels);
        entry[nameof(TableOptions.Payload)] = guess.Payload.DeepClone();
        Sort(entry);
        string[] lacks = lacksTime
            ? ["The payloads have no time of their own, and no column of the table is likely to be it: name it as Time, and take the comment signs away."]
            : [];
        bool isActive = isFound && !lacksTime;
        return new TableProposal(
            look.Schema.Name, name, isActive ? $"decoded: {column} is {guess.Decoder.Codec}" : "left out", [.. lacks, .. guess.Why, .. why])
        {
            Entry = entry,
            IsActive = isActive,
            Samples = guess.Samples,
        };
    }

    private TableProposal Undescribed(string column, byte[] payload)
    {
        var layout = LayoutSkeleton.Of(name, payload);
        (JsonObject entry, _, IReadOnlyList<string> why) = Entry(column, []);
        entry[nameof(TableOptions.Payload)] = new JsonObject { ["Column"] = column, ["Codec"] = "layout", ["Layout"] = layout.File };
        return new TableProposal(
            look.Schema.Name,
            name,
            $"left out: {column} is not known, describe it in {layout.File}",
            [
                $"Payload: {column} fits no codec that needs no description. Describe it in {layout.File}, which has one payload in hexadecimal, "
                    + "and take the comment signs away; for a decoder that exists already, or Protocol Buffers, see docs/payloads.md.",
                .. why,
            ])
        {
            Entry = entry,
            Layout = layout,
        };
    }

    private (JsonObject Entry, bool IsFound, IReadOnlyList<string> Why) Entry(string payload, IEnumerable<string> channels)
    {
        var key = KeyGuess.Of(look, inBlocks: _time is null);
        var update = UpdateGuess.Of(look, _time?.Column);
        JsonObject entry = NamedEntry.Of(look.Schema.Name, name);
        if (key.Columns is { } columns)
        {
            entry[nameof(TableOptions.Key)] = NamedEntry.List(columns);
        }

        if (_time is not null)
        {
            entry[nameof(TableOptions.Time)] = _time.As == TimeNames.Datetime
                ? new JsonObject { ["Column"] = _time.Column }
                : new JsonObject { ["Column"] = _time.Column, ["As"] = _time.As };
        }

        if (update is not null)
        {
            entry[nameof(TableOptions.UpdateColumn)] = update.Column;
        }

        HashSet<string> roles = [payload, .. key.Columns ?? look.Schema.PrimaryKey];
        roles.UnionWith(new[] { _time?.Column, update?.Column }.OfType<string>());
        IReadOnlyList<string> carried = CarriedGuess.Of(look, roles, ["time", "date", .. channels]);
        if (carried.Count != 0)
        {
            entry[nameof(TableOptions.Columns)] = NamedEntry.List(carried);
        }

        string noTime = "Time: no column is likely to be it, so units are blocks of keys. The key has to rise with time.";
        return (entry, key.IsFound, [.. new[] { key.Why, _time?.Why ?? noTime, update?.Why }.OfType<string>()]);
    }

    /// <summary>Readings of one place lie together: smaller files, and filters that skip.</summary>
    private static void Sort(JsonObject entry)
    {
        string[] carried = [.. (entry[nameof(TableOptions.Columns)] as JsonArray ?? []).Select(column => column!.GetValue<string>())];
        if (CarriedGuess.Place(carried) is { } place)
        {
            entry[nameof(TableOptions.SortBy)] = NamedEntry.List([place.ToLowerInvariant(), "time"]);
        }
    }
}
