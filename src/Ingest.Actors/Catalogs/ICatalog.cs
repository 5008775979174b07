using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>What tells a query engine which tables and partitions the lake has.</summary>
public interface ICatalog
{
    /// <summary>Makes the catalog say what the records say. Called after every run, also after one that changed nothing: what a
    /// process that died had not told any more is told then. Nobody is asked anything where there is no difference.</summary>
    /// <param name="tables">The tables that the run looked at.</param>
    /// <param name="anew">Whether the catalog itself is asked what it knows, instead of believing what was noted.</param>
    /// <param name="cancellation">Abandons it; what was told stays.</param>
    /// <returns>What an operator should know, a sentence each.</returns>
    /// <exception cref="IngestException">Part of it failed; the rest was told.</exception>
    Task<IReadOnlyList<string>> UpdateAsync(IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation);

    /// <summary>Which of a table's partitions, as paths say them (<c>20210101</c>), the catalog does not know.</summary>
    /// <exception cref="IngestException"/>
    Task<IReadOnlyList<string>> UnknownAsync(TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation);
}
