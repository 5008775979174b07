namespace Ingest.Actors.Paging;

/// <summary>What the SQL of a table needs to know beyond its columns.</summary>
/// <param name="Table">The table's name as the schema spells it.</param>
/// <param name="KeyIndex">The unique index on exactly the key; null when the table itself is in that order.</param>
/// <param name="TimeIndex">The best index that begins with the time column; null when there is none.</param>
internal sealed record SourceLayout(string Table, string? KeyIndex, string? TimeIndex);
