namespace Ingest.Actors.Records;

/// <summary>How a table's columns differ from those that it had when the lake was last made from it.</summary>
/// <param name="Added">Columns that there were not.</param>
/// <param name="Dropped">Columns that there are no more.</param>
/// <param name="Widened">Columns whose new type holds all values of the old one.</param>
/// <param name="Changed">Columns of another type: narrower, of another scale, or of another kind.</param>
public sealed record ColumnDrift(
    IReadOnlyList<RecordedColumn> Added,
    IReadOnlyList<RecordedColumn> Dropped,
    IReadOnlyList<(RecordedColumn Before, RecordedColumn Now)> Widened,
    IReadOnlyList<(RecordedColumn Before, RecordedColumn Now)> Changed)
{
    public static ColumnDrift None { get; } = new([], [], [], []);

    public bool IsNone => Added.Count + Dropped.Count + Widened.Count + Changed.Count == 0;

    /// <summary>Compares columns as records describe them. Their order is no matter: query engines find columns by name.</summary>
    public static ColumnDrift Between(IEnumerable<string> before, IEnumerable<string> now)
    {
        RecordedColumn[] old = [.. before.Select(RecordedColumn.Parse)];
        RecordedColumn[] current = [.. now.Select(RecordedColumn.Parse)];
        (RecordedColumn Before, RecordedColumn Now)[] both = [.. old.Join(current, column => column.Name, column => column.Name, (a, b) => (a, b))];
        return new ColumnDrift(
            [.. current.ExceptBy(old.Select(column => column.Name), column => column.Name)],
            [.. old.ExceptBy(current.Select(column => column.Name), column => column.Name)],
            [.. both.Where(pair => pair.Before.Type != pair.Now.Type && pair.Now.Holds(pair.Before))],
            [.. both.Where(pair => !pair.Now.Holds(pair.Before))]);
    }

    /// <summary>A sentence's worth for each difference: <c>note (text) was added</c>.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        .. Added.Select(column => $"{column.Name} ({column.Type}) was added"),
        .. Dropped.Select(column => $"{column.Name} ({column.Type}) is gone"),
        .. Widened.Concat(Changed).Select(pair => $"{pair.Now.Name} was {pair.Before.Type} and is {pair.Now.Type}"),
    ];
}
