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

    /// <summary>Those that have an entry of their own, in the order of their names.</summary>
    public required IReadOnlyList<TableSpec> Tables { get; init; }

    /// <summary>What holds for every other table of the source; null: they are left alone.</summary>
    public EveryTable? Every { get; init; }

    public EngineLimits Limits { get; init; } = new();

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>How long a stop waits for work under way to end cleanly.</summary>
    public required TimeSpan StopWithin { get; init; }

    /// <summary>Ends programs that decode.</summary>
    public void Dispose()
    {
        foreach (IDisposable decoder in Tables.Select(table => table.Payload?.Decoder).OfType<IDisposable>())
        {
            decoder.Dispose();
        }
    }
}
