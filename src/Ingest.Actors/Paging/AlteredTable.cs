using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Whether a table is still as it was resolved when the run was planned. A driver would read a column of another type
/// as the one that was expected, and cut off what does not fit.</summary>
internal static class AlteredTable
{
    /// <param name="session">In a snapshot that has read the table: until it ends, an ALTER TABLE waits.</param>
    /// <exception cref="IngestException">A column that is read has another type, or is gone.</exception>
    public static async Task RefuseAsync(
        ISourceConnector connector, SourceSession session, SourceTable table, CancellationToken cancellation)
    {
        TableSchema? now = await connector.DescribeAsync(session, table.Layout!.Table, cancellation);
        foreach (SourceColumn column in table.Selected.Concat(new[] { table.Time, table.Update }.OfType<SourceColumn>()))
        {
            SchemaColumn? found = now?.Columns.FirstOrDefault(known => known.Name == column.Name);
            string? type = found?.SqlType;
            if (type == column.SqlType && found?.Collation != column.Collation)
            {
                throw IngestException.Permanent(
                    $"The table '{table.Layout.Table}' was altered after the run was planned: {column.Name} was {column.Collation?.Name} and "
                    + $"is {found?.Collation?.Name}; run it again.");
            }

            if (type != column.SqlType)
            {
                throw IngestException.Permanent(
                    $"The table '{table.Layout.Table}' was altered after the run was planned: {column.Name} was {column.SqlType} and is "
                    + $"{type ?? "gone"}; run it again.");
            }
        }
    }
}
