using Ingest.Actors.Units;
using Ingest.Host.Configuration;

namespace Ingest.Host.Commands;

/// <summary>Which configured table a verb is about that needs one with payloads.</summary>
internal static class PayloadTable
{
    /// <param name="configuration">Where the tables are.</param>
    /// <param name="name">What was asked for; null: the only one.</param>
    /// <exception cref="UsageException">There is no such table, or there are several to choose from.</exception>
    public static TableSpec Of(IngestConfiguration configuration, string? name)
    {
        List<TableSpec> decoded = [.. configuration.Tables.Where(table => table.Payload is not null)];
        string names = decoded.Count == 0 ? "none" : string.Join(", ", decoded.Select(table => table.Name));
        if (name is not null)
        {
            return decoded.Find(table => table.Name == name)
                ?? throw new UsageException($"no table '{name}' with payloads is configured; there is {names}");
        }

        return decoded switch
        {
            [var only] => only,
            [] => throw new UsageException("no table with payloads is configured"),
            _ => throw new UsageException($"several tables have payloads; say with --table which of {names}"),
        };
    }
}
