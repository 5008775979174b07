using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Compares the records with what the catalog is known to know, has the difference told, and notes what it knows then.</summary>
internal sealed class CatalogStep
{
    /// <summary>As often as another process may have noted something meanwhile.</summary>
    private const int Attempts = 5;

    private readonly LakeTables _tables;
    private readonly CatalogNotes _notes;

    /// <param name="lake">The lake.</param>
    /// <param name="catalog">Which catalog, and how it is told.</param>
    public CatalogStep(ILake lake, string catalog)
    {
        _tables = new LakeTables(new RecordStore(lake));
        _notes = new CatalogNotes(lake, catalog);
    }

    /// <param name="tables">The tables to look at.</param>
    /// <param name="anew">What was noted is not believed.</param>
    /// <param name="differs">Whether a table's records say more than is known.</param>
    /// <param name="tell">Tells the catalog of those tables.</param>
    /// <param name="cancellation">Abandons it.</param>
    public async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<TableSpec> tables,
        bool anew,
        Func<LakeTable, KnownTable?, bool> differs,
        Func<IReadOnlyList<(LakeTable Table, KnownTable? Known)>, CancellationToken, Task<Told>> tell,
        CancellationToken cancellation)
    {
        // What this call told may have undone what another process told and noted meanwhile.
        HashSet<string> own = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (CatalogState state, string? tag) = await _notes.ReadAsync(cancellation);
            List<(LakeTable Table, KnownTable? Known)> different = [];
            foreach (TableSpec spec in tables)
            {
                foreach (LakeTable table in await _tables.ReadAsync(spec, cancellation))
                {
                    bool unknown = anew || own.Contains(table.Name);
                    KnownTable? known = unknown ? null : state.Of(table);
                    if (unknown || differs(table, known))
                    {
                        different.Add((table, known));
                    }
                }
            }

            if (different.Count == 0)
            {
                return [];
            }

            // Half told, a table is neither as it was noted nor as it will be: it is not known until it is told. Nor is what another
            // catalog's note says, once something of it is told otherwise.
            CatalogState before = state.Without(
                different.Where(pair => pair.Known?.HasColumns(pair.Table) != true).Select(pair => pair.Table.Name));
            if (before != state || (tag is not null && state.Tables.IsEmpty))
            {
                tag = await _notes.WriteAsync(before, tag, cancellation);
                if (tag is null)
                {
                    continue;
                }
            }

            Told told = await tell(different, cancellation);
            CatalogState after = told.Known.Aggregate(before, (known, table) => known.With(table.Key, table.Value));
            if (told.IsNothing || await _notes.WriteAsync(after, tag, cancellation) is not null)
            {
                told.ThrowFailures();
                return told.Notices;
            }

            own.UnionWith(different.Select(pair => pair.Table.Name));
        }

        throw IngestException.Transient(
            $"What the catalog knows could not be noted in {CatalogNotes.Key}: other processes write there all the time. Run again.");
    }
}
