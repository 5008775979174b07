using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Records;

/// <summary>What a table of the lake is made from and how it is cut; a second way beside the first would double every
/// row. The source's host is no part of it: replicas and fail-overs have others.</summary>
/// <param name="SourceSchema">The source's schema; the file's name for an embedded source.</param>
/// <param name="SourceTable">The table in it.</param>
/// <param name="Units">How it is cut into units.</param>
/// <param name="Partition">How its objects are laid out.</param>
/// <param name="Path">Where they are.</param>
public sealed record TableIdentity(string SourceSchema, string SourceTable, string Units, string Partition, string Path)
{
    public static TableIdentity Of(TableSpec table, string sourceSchema)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableIdentity(
            sourceSchema,
            table.SourceTable,
            (table.Time, table.KeyBlock) switch
            {
                ({ As: TimeEncoding.Datetime } time, _) when table.Zone is { } clock => $"day of {time.Column} in {clock.Zone}",
                ({ As: TimeEncoding.Datetime } time, _) => $"day of {time.Column}",
                ({ } time, _) => $"day of {time.Column} as {time.As}",
                (_, { } size) => string.Create(CultureInfo.InvariantCulture, $"block of {size} by {string.Join(", ", table.Key)}"),
                _ => "all",
            },
            table.IsPartitioned ? $"{LakeSchema.PartitionColumn}={Dates.Compact}" : "none",
            table.Path);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{SourceSchema}.{SourceTable} (units: {Units}; partitions: {Partition}; path: {Path})";
}
