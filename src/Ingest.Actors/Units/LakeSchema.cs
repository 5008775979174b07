using Ingest.Codec.Columns;

namespace Ingest.Actors.Units;

/// <summary>The columns of a table's objects and what their row groups are sorted by.</summary>
/// <param name="Columns">In the order of the file. All are optional.</param>
/// <param name="SortBy">Positions in <paramref name="Columns"/>; empty: not sorted.</param>
public sealed record LakeSchema(IReadOnlyList<Column> Columns, IReadOnlyList<int> SortBy)
{
    /// <summary>A name and a type for each column, as records keep them: <c>sensor_id int32</c>.</summary>
    public IReadOnlyList<string> Describe() => [.. Columns.Select(column => $"{column.Name} {column.Type}")];

    /// <summary>The column that decides the partition, in decoded tables.</summary>
    public const string TimeColumn = "time";

    /// <summary>The partition column, which is in the path and not in the file.</summary>
    public const string PartitionColumn = "date";

    /// <summary>What a table of rejects has, whatever the table: which row, why, where in it, and the payload itself.</summary>
    public static LakeSchema Rejects { get; } = new(
        [
            new Column("key", ColumnType.Text),
            new Column("reason", ColumnType.Text),
            new Column("payload_offset", ColumnType.Int32),
            new Column("payload", ColumnType.Binary),
        ],
        []);
}
