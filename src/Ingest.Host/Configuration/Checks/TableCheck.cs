using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>One table, decoded or copied.</summary>
internal sealed class TableCheck(ConfigurationOrigin origin, IConfiguration raw, ErrorList errors)
{
    private const string EventTimeAhead = $"{nameof(TableOptions.EventTime)}:{nameof(EventTimeOptions.Ahead)}";

    /// <summary>Keys that mean nothing to a table that is copied.</summary>
    private static readonly string[] DecodedOnly =
        [nameof(TableOptions.Payload), nameof(TableOptions.Rejects), nameof(TableOptions.KeyBlock), EventTimeAhead];

    /// <summary>Keys that mean nothing to a table that is copied whole.</summary>
    private static readonly string[] DaysOnly =
        [nameof(TableOptions.Settle), nameof(TableOptions.Lookback), nameof(TableOptions.EventTime), nameof(TableOptions.Audit)];

    /// <param name="path">The table's full key.</param>
    /// <returns>The table as far as it is right.</returns>
    public TableSpec Check(string path, string name, TableOptions options)
    {
        if (!LakeNames.Fits(name))
        {
            errors.Add(path, LakeNames.Rule);
        }

        string folder = options.Path ?? name;
        TablePaths.Check($"{path}:{nameof(options.Path)}", folder, errors);
        if (options.Except is not null)
        {
            errors.Add($"{path}:{nameof(options.Except)}", "is for the entry \"*\", which stands for every table that has no entry; leave it out");
        }

        Distinct($"{path}:{nameof(options.Key)}", options.Key);
        CheckSelection(path, options);
        TableSpec spec = new()
        {
            Name = name,
            SourceTable = options.SourceTable ?? name,
            Path = folder,
            Key = options.Key ?? [],
            UpdateColumn = options.UpdateColumn,
            OnShrink = ShrinkNames.Parse(options.OnShrink),
            OnDrift = DriftNames.Parse(options.OnDrift),
            Zone = options.Zone is { } zone ? ZoneCheck.Check($"{path}:{nameof(options.Zone)}", zone, errors) : null,
            Exclude = options.Exclude ?? [],
            Rename = options.Rename ?? new Dictionary<string, string>(),
            Hash = options.Hash is { } hash ? new HashCheck(origin, errors).Check($"{path}:{nameof(options.Hash)}", hash) : null,
            Unpaged = options.Unpaged,
        };
        new UnpagedCheck(raw, errors).Check(path, options);
        return options.Copy ? Copied(path, spec, options) : Decoded(path, name, spec, options);
    }

    private void CheckSelection(string path, TableOptions options)
    {
        if (options.Exclude is not null && (options.Columns is not null || !options.Copy))
        {
            errors.Add($"{path}:{nameof(options.Exclude)}", options.Copy
                ? "means nothing beside Columns, which says what is copied; leave one of them out"
                : "means nothing to a decoded table, which takes only what Columns names; leave it out");
        }

        foreach ((string column, string name) in (options.Rename ?? new Dictionary<string, string>()).Where(pair => !LakeNames.Fits(pair.Value)))
        {
            errors.Add($"{path}:{nameof(options.Rename)}:{column}", $"'{name}': {LakeNames.Rule}");
        }
    }

    private TableSpec Copied(string path, TableSpec spec, TableOptions options)
    {
        bool days = Has(path, nameof(options.Time));
        foreach (string key in DecodedOnly.Where(key => Has(path, key)))
        {
            errors.Add($"{path}:{key}", "means nothing to a table with Copy, whose rows are taken as they are; leave it out");
        }

        foreach (string key in DaysOnly.Where(key => !days && Has(path, key)))
        {
            errors.Add($"{path}:{key}", "means nothing to a table that is copied whole; leave it out, or copy the table by days: give it Time");
        }

        Distinct($"{path}:{nameof(options.Columns)}", options.Columns);
        spec = spec with { Columns = options.Columns, SortBy = Lower(options.SortBy) };
        return days
            ? spec with
            {
                Time = Time(options),
                Settle = options.Settle.Value,
                Lookback = options.Lookback.Value,
                Audit = options.Audit,
                EventTime = EventTime($"{path}:{nameof(options.EventTime)}", options.EventTime),
            }
            : spec;
    }

    private TableSpec Decoded(string path, string name, TableSpec spec, TableOptions options)
    {
        if (!Has(path, nameof(options.Payload)))
        {
            errors.Add(
                path,
                "has neither Payload nor Copy; say how its payloads are decoded, or \"Copy\": true to take it as it is");
            return spec;
        }

        bool days = Has(path, nameof(options.Time));
        CheckUnits(path, options, days);
        PayloadSpec? payload = options.Payload is null ? null : Payload($"{path}:{nameof(options.Payload)}", name, options.Payload, days);
        new LakeColumns(path, errors).Check(options, payload?.Decoder.Channels);
        return spec with
        {
            Time = Time(options),
            KeyBlock = days ? null : options.KeyBlock,
            Columns = options.Columns ?? [],
            Payload = payload,
            SortBy = Lower(options.SortBy),
            Settle = options.Settle.Value,
            Lookback = options.Lookback.Value,
            Audit = options.Audit,
            Rejects = new RejectBudget(options.Rejects.Share, options.Rejects.AtLeast),
            EventTime = EventTime($"{path}:{nameof(options.EventTime)}", options.EventTime),
        };
    }

    /// <summary>Days and blocks of keys have keys of their own.</summary>
    private void CheckUnits(string path, TableOptions options, bool days)
    {
        if (days && Has(path, nameof(options.KeyBlock)))
        {
            errors.Add($"{path}:{nameof(options.KeyBlock)}", "means nothing to a table with Time, whose units are days; leave one of them out");
        }

        if (!days && options.Key is { Count: > 1 } key)
        {
            errors.Add(
                $"{path}:{nameof(options.Key)}",
                $"{key.Count} columns cannot be cut into blocks; give the table Time, the column whose day decides which unit a row belongs to, or a Key of one integer column");
        }

        if (!days && Has(path, EventTimeAhead))
        {
            errors.Add($"{path}:{EventTimeAhead}", "means nothing to a table without Time, whose units have no end; leave it out");
        }
    }

    private bool Has(string path, string key) => raw.GetSection($"{path}:{key}").Exists();

    private static TimeSpec? Time(TableOptions options) =>
        options.Time is { Column: { } column } time ? new TimeSpec(column, TimeNames.Parse(time.As)) : null;

    private PayloadSpec? Payload(string path, string table, PayloadOptions options, bool hasTime)
    {
        PayloadSpec? payload = new PayloadCheck(origin.OfPayload(table), errors).Check(path, options);
        if (payload is { Decoder.NeedsRowTime: true } && !hasTime)
        {
            errors.Add(path, "its samples have no time of their own, or count it from their row's; give the table Time, the source column that says it");
        }

        return payload;
    }

    private EventTimeWindow EventTime(string path, EventTimeOptions options)
    {
        if (!Dates.TryParse(options.From, out DateOnly from))
        {
            errors.Add(
                $"{path}:{nameof(options.From)}", $"expected a date such as 2021-01-01 or 20210101, not '{options.From}'");
        }

        return new EventTimeWindow(from, options.Ahead.Value);
    }

    private void Distinct(string path, IReadOnlyList<string>? names)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in (names ?? []).Where(name => !seen.Add(name)))
        {
            errors.Add(path, $"names {name} twice");
        }
    }

    private static string[] Lower(IReadOnlyList<string>? names) =>
        [.. (names ?? []).Select(name => name.ToLowerInvariant())];
}
