using System.Text.Json;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;

namespace Ingest.Actors.Catalogs;

/// <summary>Keeps <see cref="CatalogState"/> in the lake's control object <c>_catalog.json</c>.</summary>
public sealed class CatalogNotes
{
    public const string Key = "_catalog.json";

    private readonly ILake _lake;
    private readonly string _catalog;

    /// <param name="lake">The lake.</param>
    /// <param name="catalog">Which catalog the notes are about.</param>
    public CatalogNotes(ILake lake, string catalog)
    {
        _lake = lake;
        _catalog = catalog;
    }

    /// <summary>Which catalog of which lake: a copy of the lake elsewhere has a copy of the note, and is another's.</summary>
    internal static string Name(AmazonGlueClient glue, CatalogSpec.Glue spec, string root) =>
        $"glue {(glue.Region is { } region ? $"{region} " : "")}{spec.Database}, {root}";

    /// <summary>What was noted, and the version that it is. Notes that cannot be read, or are about another catalog, say
    /// nothing: they are no truth, and the catalog is told once more.</summary>
    public async Task<(CatalogState State, string? Tag)> ReadAsync(CancellationToken cancellation)
    {
        ControlObject? found = await _lake.GetControlAsync(Key, cancellation);
        return (Parse(found) is { } state && state.Catalog == _catalog ? state : CatalogState.Empty(_catalog), found?.Tag);
    }

    /// <returns>The new version; null when another one is there, and nothing was written.</returns>
    public Task<string?> WriteAsync(CatalogState state, string? ifTag, CancellationToken cancellation) =>
        _lake.PutControlAsync(Key, JsonSerializer.SerializeToUtf8Bytes(state, RecordStore.Json), ifTag, cancellation);

    private static CatalogState? Parse(ControlObject? found)
    {
        try
        {
            return found is null ? null : JsonSerializer.Deserialize<CatalogState>(found.Content.Span, RecordStore.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
