using Ingest.Actors.Records;

namespace Ingest.Actors.Planning;

/// <summary>How the columns of a source differ from those that the lake was made of, as far as nobody has asked for it.</summary>
/// <param name="Added">Columns that there were not, or not any more.</param>
/// <param name="Dropped">Columns that there are no more.</param>
/// <param name="Widened">Columns whose new type holds all values of the old one.</param>
/// <param name="Changed">Columns of another type: narrower, of another scale, or of another meaning.</param>
internal sealed record SourceDrift(
    IReadOnlyList<KnownColumn> Added,
    IReadOnlyList<KnownColumn> Dropped,
    IReadOnlyList<(KnownColumn Before, KnownColumn Now)> Widened,
    IReadOnlyList<(KnownColumn Before, KnownColumn Now)> Changed)
{
    public bool IsNone => Added.Count + Dropped.Count + Widened.Count + Changed.Count == 0;

    /// <param name="known">What the lake was made of.</param>
    /// <param name="now">What would be read now.</param>
    /// <param name="has">Whether the source has a column, read or not: one that it has is left out because somebody said so.</param>
    public static SourceDrift Between(TableColumns known, TableColumns now, Func<string, bool> has)
    {
        (KnownColumn Before, KnownColumn Now)[] both =
            [.. known.Columns.Join(now.Columns, column => column.Name, column => column.Name, (before, after) => (before, after))];
        if (known.Decoder != now.Decoder)
        {
            // A name in the lake that is another column's now was given to it by the configuration.
            both = [.. both.Where(pair => pair.Before.Source == pair.Now.Source)];
        }

        // Under another configuration a new column is what it asks for.
        IEnumerable<KnownColumn> added = known.Decoder != now.Decoder ? [] : now.Columns.Where(
            column => !known.Columns.Any(before => before.Name == column.Name && !before.IsGone));
        return new SourceDrift(
            [.. added.Where(column => !both.Any(pair => pair.Now == column && !column.Holds(pair.Before)))],
            [.. known.Columns.Where(column => !column.IsGone && !has(column.Source) && now.Columns.All(other => other.Name != column.Name))],
            [.. both.Where(pair => !pair.Before.IsGone && pair.Before.Text != pair.Now.Text && pair.Now.Holds(pair.Before))],
            [.. both.Where(pair => !pair.Now.Holds(pair.Before))]);
    }

    /// <summary>A sentence's worth for each difference: <c>note (text) was added</c>.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        .. Added.Select(column => $"{column.Name} ({column.Text}) was added"),
        .. Dropped.Select(column => $"{column.Name} ({column.Text}) is gone"),
        .. Widened.Concat(Changed).Select(pair => $"{pair.Now.Name} was {pair.Before.Text} and is {pair.Now.Text}"),
    ];
}
