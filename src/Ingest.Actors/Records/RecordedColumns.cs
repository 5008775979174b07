namespace Ingest.Actors.Records;

/// <summary>The columns that a table of the lake has, whose objects were written while its source had others.</summary>
public static class RecordedColumns
{
    /// <summary>
    /// All columns of all objects: those of the oldest first, then what came later. A column whose objects differ has the type
    /// that holds them all; where none does, the older objects' type, until the last of them is written again.
    /// </summary>
    /// <param name="records">The columns of each record, oldest first.</param>
    public static IReadOnlyList<string> Merge(IEnumerable<IReadOnlyList<string>> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        List<string> order = [];
        Dictionary<string, RecordedColumn> merged = [];
        IReadOnlyList<string>? last = null;
        foreach (IReadOnlyList<string> columns in records)
        {
            // Nearly all records say the same.
            if (last is not null && columns.SequenceEqual(last))
            {
                continue;
            }

            last = columns;
            foreach (RecordedColumn column in columns.Select(RecordedColumn.Parse))
            {
                if (merged.TryAdd(column.Name, column))
                {
                    order.Add(column.Name);
                }
                else if (column.Holds(merged[column.Name]))
                {
                    merged[column.Name] = column;
                }
            }
        }

        return [.. order.Select(name => merged[name].ToString())];
    }
}
