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
    private const string LeftOut = "left out";
    private const string Blocks = "Time: no column is likely to be it, so units are blocks of keys. The key has to rise with time.";

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
        (JsonObject entry, string? lacksKey, IReadOnlyList<string> why) = Entry(column, channels, timeless: lacksTime ? null : Blocks);
        entry[nameof(TableOptions.Payload)] = guess.Payload.DeepClone();
        Sort(entry);
        string[] lacks =
        [
            .. new[] { lacksTime ? "The payloads have no time of their own, and no column of the table is likely to be it: name it as Time." : null, lacksKey }.OfType<string>(),
        ];
        bool isActive = lacks.Length == 0;
        return new TableProposal(
            look.Schema.Name, name, isActive ? $"decoded: {column} is {guess.Form}" : LeftOut, [.. lacks, .. guess.Why, .. why])
        {
            Entry = entry,
            IsActive = isActive,
            Samples = guess.Samples,
        };
    }

    private TableProposal Undescribed(string column, byte[] payload)
    {
        var layout = LayoutSkeleton.Of(name, payload);
        (JsonObject entry, string? lacksKey, IReadOnlyList<string> why) = Entry(column, [], Blocks);
        entry[nameof(TableOptions.Payload)] = new JsonObject { ["Column"] = column, ["Codec"] = "layout", ["Layout"] = layout.File };
        return new TableProposal(
            look.Schema.Name,
            name,
            LeftOut,
            [
                $"The payloads in {column} fit no codec that needs no description: describe them in {layout.File}, which shows one of them.",
                "For a decoder that exists already, or Protocol Buffers, see docs/payloads.md.",
                .. new[] { lacksKey }.OfType<string>(),
                .. why,
            ])
        {
            Entry = entry,
            Layout = layout,
            LacksOnlyLayout = lacksKey is null && _time is not null,
        };
    }

    /// <param name="payload">The payload's column.</param>
    /// <param name="channels">Names that are taken.</param>
    /// <param name="timeless">What is said where no column is the time; null: it was said.</param>
    private (JsonObject Entry, string? LacksKey, IReadOnlyList<string> Why) Entry(string payload, IEnumerable<string> channels, string? timeless)
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

        string? found = key.IsFound ? key.Why : null;
        return (entry, key.IsFound ? null : key.Why, [.. new[] { found, _time?.Why ?? timeless, update?.Why }.OfType<string>()]);
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
