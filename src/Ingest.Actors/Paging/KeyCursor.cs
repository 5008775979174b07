namespace Ingest.Actors.Paging;

/// <summary>How the place where a page ended is read from a key column and given back to compare with it: exactly, where the value
/// that goes into the lake would not do.</summary>
/// <param name="Reader">Reads the value as a parameter.</param>
/// <param name="Select">The SQL that selects what it reads, beside what goes into the lake; null: it reads that.</param>
/// <param name="Bound">The SQL that makes the parameter comparable, given its name; null: the parameter as it is.</param>
internal sealed record KeyCursor(ColumnReader Reader, string? Select = null, Func<string, string>? Bound = null);
