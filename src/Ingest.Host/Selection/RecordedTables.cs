using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Checks;

namespace Ingest.Host.Selection;

/// <summary>The tables of a verb that works with the lake alone: those that <c>"*"</c> has brought are the lake's to say.</summary>
internal static class RecordedTables
{
    /// <summary>Asks the lake nothing where there is no <c>"*"</c>.</summary>
    /// <exception cref="IngestException">The lake cannot be asked, or what it has recorded is damaged.</exception>
    public static async Task<TableSet> ReadAsync(IngestConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        if (configuration.Every is not { } every)
        {
            return TableSet.Of(configuration);
        }

        ILake lake = LakeStore.Open(configuration.Lake, configuration.Aws, clock);
        HashSet<string> named = [.. configuration.Tables.Select(table => table.Name)];
        IReadOnlyDictionary<string, TableIdentity> recorded =
            await new RecordStore(lake).TablesAsync(name => !named.Contains(name), cancellation);
        IEnumerable<TableSpec> brought = recorded.Select(table => every.Of(table.Key, table.Value))
            .OfType<TableSpec>()
            .Where(table => configuration.Tables.All(other => TablePaths.AreApart(table, other)));
        return new TableSet([.. configuration.Tables.Concat(brought).OrderBy(table => table.Name, StringComparer.Ordinal)])
        {
            AlsoIn = $" or in the lake {lake.Root}",
        };
    }
}
