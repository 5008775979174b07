using Ingest.Actors.Paging;

namespace Ingest.Host.Init;

/// <summary>The columns that together name a row.</summary>
/// <param name="Columns">To be written as <c>Key</c>; null: the primary key will do.</param>
/// <param name="Why">A sentence; null where there is nothing to say.</param>
/// <param name="IsFound">False: no key will do, and <paramref name="Why"/> says what is missing.</param>
internal sealed record KeyGuess(IReadOnlyList<string>? Columns, string? Why, bool IsFound = true)
{
    /// <param name="look">The table.</param>
    /// <param name="inBlocks">Whether it is cut into blocks of keys, which one integer has to name.</param>
    public static KeyGuess Of(TableLook look, bool inBlocks)
    {
        SchemaIndex[] usable = [.. look.Schema.Indexes.Where(index => index.Unique && IsUsable(look, index, inBlocks))];
        IReadOnlyList<string> primary = look.Schema.PrimaryKey;
        if (primary.Count != 0 && usable.Any(index => index.Columns.SequenceEqual(primary)))
        {
            return new KeyGuess(null, primary.Count > 1 ? $"Key: the primary key, which is ({string.Join(", ", primary)})." : null);
        }

        SchemaIndex? best = usable.OrderBy(index => index.Columns.Count)
            .ThenBy(index => index.Columns.Count(name => Column(look, name).Role != TypeRole.Integer))
            .ThenBy(index => index.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        string lack = primary.Count == 0 ? "there is no primary key" : $"the primary key ({string.Join(", ", primary)}) will not do";
        string wanted = inBlocks ? "one integer column, since there is no time to cut the table by" : "columns that are never NULL and have an order";
        return best is null
            ? new KeyGuess(null, $"No key: {lack}, and no unique index is on {wanted}. Give it one.", IsFound: false)
            : new KeyGuess(best.Columns, $"Key: the unique index on ({string.Join(", ", best.Columns)}), since {lack}.");
    }

    private static bool IsUsable(TableLook look, SchemaIndex index, bool inBlocks) =>
        index.Columns.All(name => Column(look, name) is { Schema.Nullable: false, Role: not (null or TypeRole.Value) })
        && (!inBlocks || (index.Columns.Count == 1 && Column(look, index.Columns[0]).Role == TypeRole.Integer));

    private static LookedColumn Column(TableLook look, string name) => look.Columns.First(column => column.Name == name);
}
