namespace Ingest.Host.Output;

/// <summary>Rows to show. A cell is null, a bool, an integer, a double, text, bytes, a list of cells or a dictionary of
/// cells; decimals and times are text already.</summary>
/// <param name="Columns">Names and which side they are aligned to.</param>
/// <param name="Rows">Read once, while they are written.</param>
internal sealed record ResultTable(IReadOnlyList<ResultColumn> Columns, IEnumerable<IReadOnlyList<object?>> Rows);

/// <summary>A column of a result.</summary>
internal sealed record ResultColumn(string Name, bool IsNumber);
