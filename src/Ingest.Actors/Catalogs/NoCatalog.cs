using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>For a lake in a directory: who reads it lists it, and there is nothing to tell.</summary>
public sealed class NoCatalog : ICatalog
{
    public Task UpdateAsync(IReadOnlyList<TableSpec> changed, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> UnknownAsync(
        TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
}
