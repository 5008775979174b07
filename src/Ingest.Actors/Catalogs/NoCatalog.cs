using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>For a lake in a directory: who reads it lists it, and there is nothing to tell.</summary>
public sealed class NoCatalog : ICatalog
{
    public Task<IReadOnlyList<string>> UpdateAsync(IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<string>> UnknownAsync(
        TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
}
