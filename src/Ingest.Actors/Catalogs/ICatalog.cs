using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>What tells a query engine which tables and partitions the lake has.</summary>
public interface ICatalog
{
    /// <summary>Makes the catalog say what the records say. Called once when a run is done and something changed.</summary>
    /// <param name="changed">Tables with units that the run committed.</param>
    /// <exception cref="IngestException"/>
    Task UpdateAsync(IReadOnlyList<TableSpec> changed, CancellationToken cancellation);

    /// <summary>Which of a table's partitions, as paths say them (<c>20210101</c>), the catalog does not know.</summary>
    /// <exception cref="IngestException"/>
    Task<IReadOnlyList<string>> UnknownAsync(TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation);
}
