using Ingest.Actors.Batching;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>A table as a query engine sees it, as far as the records say: a configured table, or its rejects.</summary>
public sealed record LakeTable
{
    /// <summary>Its name in the catalog.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder under the lake's root, without slashes at its ends.</summary>
    public required string Path { get; init; }

    /// <summary>A name and a type each, as records write them: <c>sensor_id int32</c>.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Values of the partition column, as paths write them, in order; null: objects lie in the folder itself.</summary>
    public required IReadOnlyList<string>? Partitions { get; init; }

    /// <summary>Whether its partitions are days, every one of them: those of rejects may be NULL.</summary>
    public bool IsDaily { get; init; }

    /// <summary>How many days ahead of the clock events may lie.</summary>
    public int DaysAhead { get; init; }

    /// <summary>The folder of a partition under the lake's root.</summary>
    public string FolderOf(string partition) => $"{Path}/{LakeSchema.PartitionColumn}={partition}";

    /// <summary>The table of a configured one's samples or rows.</summary>
    public static LakeTable Of(TableSpec table, IReadOnlyList<string> columns, IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new LakeTable
        {
            Name = table.Name,
            Path = table.Path,
            Columns = columns,
            Partitions = table.IsPartitioned ? PartitionsOf(keys) : null,
            IsDaily = table.IsPartitioned,
            DaysAhead = 1 + (int)Math.Ceiling(table.EventTime.Ahead.TotalDays),
        };
    }

    /// <summary>The table of its rejects.</summary>
    public static LakeTable RejectsOf(TableSpec table, IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new LakeTable
        {
            Name = table.Name + Partition.RejectsSuffix,
            Path = table.Path + Partition.RejectsSuffix,
            Columns = LakeSchema.Rejects.Describe(),
            Partitions = PartitionsOf(keys),
        };
    }

    private static string[] PartitionsOf(IEnumerable<string> keys) =>
        [.. keys.Select(ObjectKey.PartitionOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
