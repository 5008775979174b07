using Ingest.Actors.Aws;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;

namespace Ingest.Host.Configuration;

/// <summary>The whole configuration, checked.</summary>
public sealed record IngestConfiguration : IDisposable
{
    public required SourceSpec Source { get; init; }

    public required LakeSpec Lake { get; init; }

    public CatalogSpec Catalog { get; init; } = new CatalogSpec.None();

    public AwsSpec Aws { get; init; } = new();

    /// <summary>In the order of their names; at least one.</summary>
    public required IReadOnlyList<TableSpec> Tables { get; init; }

    public EngineLimits Limits { get; init; } = new();

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>How long a stop waits for work under way to end cleanly.</summary>
    public required TimeSpan StopWithin { get; init; }

    /// <summary>The tables, or the one of that name.</summary>
    /// <exception cref="Commands.UsageException">There is none of that name.</exception>
    public IReadOnlyList<TableSpec> Select(string? name) => name is null
        ? Tables
        : [Tables.FirstOrDefault(table => table.Name == name)
            ?? throw new Commands.UsageException(
                $"no table '{name}' is configured; there is {string.Join(", ", Tables.Select(table => table.Name))}")];

    /// <summary>Ends programs that decode.</summary>
    public void Dispose()
    {
        foreach (IDisposable decoder in Tables.Select(table => table.Payload?.Decoder).OfType<IDisposable>())
        {
            decoder.Dispose();
        }
    }
}
