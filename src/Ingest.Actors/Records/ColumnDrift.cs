namespace Ingest.Actors.Records;

/// <summary>How the columns of a unit's objects differ from those that it would have now.</summary>
/// <param name="Added">Columns that there were not.</param>
/// <param name="Changed">Columns of another type: narrower, of another scale, or of another kind.</param>
public sealed record ColumnDrift(
    IReadOnlyList<RecordedColumn> Added,
    IReadOnlyList<(RecordedColumn Before, RecordedColumn Now)> Changed)
{
    /// <summary>Compares columns as records describe them. Their order is no matter: query engines find columns by name.</summary>
    public static ColumnDrift Between(IEnumerable<string> before, IEnumerable<string> now)
    {
        RecordedColumn[] old = [.. before.Select(RecordedColumn.Parse)];
        RecordedColumn[] current = [.. now.Select(RecordedColumn.Parse)];
        (RecordedColumn Before, RecordedColumn Now)[] both = [.. old.Join(current, column => column.Name, column => column.Name, (a, b) => (a, b))];
        return new ColumnDrift(
            [.. current.ExceptBy(old.Select(column => column.Name), column => column.Name)],
            [.. both.Where(pair => !pair.Now.Holds(pair.Before))]);
    }
}
