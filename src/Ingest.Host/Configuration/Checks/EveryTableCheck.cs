using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The entry <c>"*"</c>: copies, told by keys that mean something to whatever table there is.</summary>
internal sealed class EveryTableCheck(ConfigurationOrigin origin, IConfiguration raw, ErrorList errors)
{
    /// <summary>What may be said of all tables at once.</summary>
    private static readonly string[] ForAll =
    [
        nameof(TableOptions.Copy), nameof(TableOptions.Except), nameof(TableOptions.Exclude), nameof(TableOptions.Hash),
        nameof(TableOptions.OnDrift), nameof(TableOptions.OnShrink), nameof(TableOptions.Unpaged), nameof(TableOptions.Zone),
    ];

    /// <param name="path">The entry's full key.</param>
    /// <returns>The entry as far as it is right.</returns>
    public EveryTable Check(string path, TableOptions options)
    {
        IEnumerable<string> keys = raw.GetSection(path).GetChildren().Select(child => child.Key).Where(KeyShape.Keys(typeof(TableOptions))!.ContainsKey);
        foreach (string key in keys.Where(key => !ForAll.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add(
                $"{path}:{key}",
                $"is said of one table, and \"*\" stands for many, of which it may say {string.Join(", ", ForAll)}; give the table an entry of its own");
        }

        if (!options.Copy)
        {
            errors.Add(
                $"{path}:{nameof(options.Copy)}",
                "every table that has no entry of its own can only be copied; write \"Copy\": true, or leave \"*\" out");
        }

        IReadOnlyList<string> except = options.Except ?? [];
        for (int i = 0; i < except.Count; i++)
        {
            if (except[i].Length == 0)
            {
                errors.Add($"{path}:{nameof(options.Except)}:{i}", "empty; write a table's name as the source has it, or a pattern such as tmp_*");
            }
        }

        return new EveryTable(Template(path, options), except);
    }

    private TableSpec Template(string path, TableOptions options) => new()
    {
        Name = EveryTable.Name,
        SourceTable = EveryTable.Name,
        Path = EveryTable.Name,
        Key = [],
        IsUnnamed = true,
        OnShrink = ShrinkNames.Parse(options.OnShrink),
        OnDrift = DriftNames.Parse(options.OnDrift),
        Zone = options.Zone is { } zone ? ZoneCheck.Check($"{path}:{nameof(options.Zone)}", zone, errors) : null,
        Exclude = options.Exclude ?? [],
        Hash = options.Hash is { } hash ? new HashCheck(origin, errors).Check($"{path}:{nameof(options.Hash)}", hash) : null,
        Unpaged = options.Unpaged,
    };
}
