using System.Collections.Immutable;

namespace Ingest.Actors.Catalogs;

/// <summary>What a catalog is known to know: the control object <c>_catalog.json</c>. Where it says less than there is, the catalog is told
/// once more, which changes nothing.</summary>
/// <param name="Catalog">Which catalog; another one knows nothing yet.</param>
/// <param name="Tables">By name.</param>
public sealed record CatalogState(string Catalog, ImmutableSortedDictionary<string, KnownTable> Tables)
{
    public static CatalogState Empty(string catalog) => new(catalog, ImmutableSortedDictionary.Create<string, KnownTable>(StringComparer.Ordinal));

    /// <summary>What it knows of a table; nothing where that lay elsewhere.</summary>
    public KnownTable? Of(LakeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Tables.TryGetValue(table.Name, out KnownTable? known) && known.Path == table.Path ? known : null;
    }

    /// <summary>Once the catalog knows all of that.</summary>
    public CatalogState With(string table, KnownTable known) => this with { Tables = Tables.SetItem(table, known) };

    /// <summary>While the catalog is told something else of those; the same instance where it knows none of them.</summary>
    public CatalogState Without(IEnumerable<string> tables) =>
        Tables.RemoveRange(tables) is var left && left.Count < Tables.Count ? this with { Tables = left } : this;
}

/// <summary>What a catalog knows of a table.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Columns">A name and a type each.</param>
/// <param name="Partitions">In order; null: it has none, or they are computed.</param>
/// <param name="Range">Where they are computed: which.</param>
public sealed record KnownTable(
    string Path, IReadOnlyList<string> Columns, IReadOnlyList<string>? Partitions = null, ProjectedRange? Range = null)
{
    public bool HasColumns(LakeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Columns.SequenceEqual(table.Columns);
    }

    /// <summary>Those of a table's partitions that are not known.</summary>
    public IReadOnlyList<string> Missing(LakeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. (table.Partitions ?? []).Except(Partitions ?? [], StringComparer.Ordinal)];
    }
}
