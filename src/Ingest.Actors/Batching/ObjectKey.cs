using Ingest.Actors.Units;

namespace Ingest.Actors.Batching;

/// <summary>What an object's key says of it: the other way round from <see cref="Partition.Key"/>.</summary>
public static class ObjectKey
{
    private const string Extension = ".parquet";

    /// <summary>The folders that hold a table's objects and its rejects, with a slash at the end.</summary>
    public static IReadOnlyList<string> Folders(TableSpec table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Payload is null ? [$"{table.Path}/"] : [$"{table.Path}/", $"{table.Path}{Partition.RejectsSuffix}/"];
    }

    /// <summary>The partition that an object lies in, as its path says it (<c>20210101</c>); null where there is none.</summary>
    public static string? PartitionOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        const string Prefix = LakeSchema.PartitionColumn + "=";
        return key.Split('/') is [.., var folder, _] && folder.StartsWith(Prefix, StringComparison.Ordinal) ? folder[Prefix.Length..] : null;
    }

    /// <summary>Whether it is one of a table's rejects.</summary>
    public static bool IsReject(TableSpec table, string key)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith($"{table.Path}{Partition.RejectsSuffix}/", StringComparison.Ordinal);
    }

    /// <summary>The unit that an object of that key belongs to, whether there is such an object or not; null when the name is
    /// none that a unit gives.</summary>
    public static UnitInterval? UnitOf(TableSpec table, string key)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(key);
        string file = key[(key.LastIndexOf('/') + 1)..];
        if (!file.EndsWith(Extension, StringComparison.Ordinal))
        {
            return null;
        }

        string name = file[..^Extension.Length];
        UnitInterval? interval = UnitInterval.Parse(name == "data" ? PartitionOf(key) ?? UnitInterval.Whole.Name : name);
        return interval is not null && table.HasUnits(interval) && Gives(new Unit(table, interval), key) ? interval : null;
    }

    private static bool Gives(Unit unit, string key)
    {
        DateOnly? date = PartitionOf(key) is { } text && Dates.TryParse(text, out DateOnly parsed) ? parsed : null;
        Partition? partition = IsReject(unit.Table, key)
            ? new Partition(PartitionKind.Rejects, (unit.Interval as UnitInterval.Day)?.Date)
            : date is not null || !unit.Table.IsPartitioned ? new Partition(PartitionKind.Data, date) : null;
        return partition?.Key(unit) == key;
    }
}
