using System.Text.Json.Nodes;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Init;

/// <summary>What every table's entry begins with.</summary>
internal static class NamedEntry
{
    /// <param name="source">The table's name in the source.</param>
    /// <param name="name">Its name in the lake.</param>
    public static JsonObject Of(string source, string name)
    {
        var entry = new JsonObject();
        if (source != name)
        {
            entry[nameof(TableOptions.SourceTable)] = source;
        }

        return entry;
    }

    public static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)JsonValue.Create(name))]);
}
