using Ingest.Actors.Units;
using Ingest.Codec;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The columns that a decoded table has in the lake: carried columns, the event time, channels. Their names must
/// differ, and <c>SortBy</c> must name some of them.</summary>
internal sealed class LakeColumns(string path, ErrorList errors)
{
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    /// <param name="options">The table.</param>
    /// <param name="channels">Of its payload; null: it is wrong, and those that the configuration names are checked.</param>
    public void Check(TableOptions options, IReadOnlyList<Channel>? channels)
    {
        _columns.Add(LakeSchema.TimeColumn, "the event time");
        IReadOnlyList<string> carried = options.Columns ?? [];
        for (int i = 0; i < carried.Count; i++)
        {
            Carried($"{path}:{nameof(options.Columns)}:{i}", carried[i], options);
        }

        bool isNamedHere = options.Payload?.Channels is { } named && (channels is null || named.Select(channel => channel.Name).SequenceEqual(channels.Select(channel => channel.Name)));
        string[] names = channels is null
            ? [.. (options.Payload?.Channels ?? []).Select(channel => channel.Name ?? "")]
            : [.. channels.Select(channel => channel.Name)];
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length != 0)
            {
                Add(isNamedHere ? $"{path}:Payload:Channels:{i}:Name" : options.Payload?.Layout is null ? $"{path}:Payload" : $"{path}:Payload:Layout", names[i], $"channel {names[i]}");
            }
        }

        SortBy($"{path}:{nameof(options.SortBy)}", options.SortBy ?? []);
    }

    private void Carried(string key, string column, TableOptions options)
    {
        string? renamed = options.Rename?.FirstOrDefault(pair => string.Equals(pair.Key, column, StringComparison.OrdinalIgnoreCase)).Value;
        if (string.Equals(column, options.Payload?.Column, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(key, $"{column} is the payload, which is decoded; leave it out");
        }
        else if (renamed is null && !LakeNames.Fits(column.ToLowerInvariant()))
        {
            errors.Add(key, $"'{column}': {LakeNames.Rule}; give it another one with Rename");
        }
        else
        {
            Add(key, renamed ?? column.ToLowerInvariant(), $"source column {column}");
        }
    }

    private void Add(string key, string name, string what)
    {
        if (name == LakeSchema.PartitionColumn)
        {
            errors.Add(key, $"{name} is the partition column's name; choose another");
        }
        else if (!_columns.TryAdd(name, what))
        {
            errors.Add(key, $"the lake's column {name} would be both {_columns[name]} and {what}; choose another name");
        }
    }

    private void SortBy(string key, IReadOnlyList<string> names)
    {
        HashSet<string> seen = [];
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].ToLowerInvariant();
            if (!_columns.ContainsKey(name))
            {
                errors.Add($"{key}:{i}", $"'{names[i]}' is no column of the table in the lake{Hint(name)}");
            }
            else if (!seen.Add(name))
            {
                errors.Add($"{key}:{i}", $"names {name} twice");
            }
        }
    }

    private string Hint(string name) => Spelling.Nearest(name, _columns.Keys) is { } nearest
        ? $", did you mean {nearest}?"
        : $"; there is {string.Join(", ", _columns.Keys)}";
}
