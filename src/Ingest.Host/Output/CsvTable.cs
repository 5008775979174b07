using System.Buffers;

namespace Ingest.Host.Output;

/// <summary>Writes a result as CSV (RFC 4180): a header, then the rows; null is an empty field, an empty text is quoted.</summary>
internal static class CsvTable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <returns>The number of rows.</returns>
    public static long Write(ResultTable table, TextWriter output)
    {
        long rows = 0;
        output.Write(string.Join(',', table.Columns.Select(column => Field(column.Name))) + "\r\n");
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            output.Write(string.Join(',', row.Select(cell => cell is null ? "" : Field(TextCells.Of(cell)))) + "\r\n");
            rows++;
        }

        return rows;
    }

    private static string Field(string text) => text.Length == 0 || text.AsSpan().ContainsAny(Quoted)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
