namespace Ingest.Host.Output;

/// <summary>Writes a result as aligned text: numbers to the right, null as an empty cell.</summary>
internal static class AlignedTable
{
    /// <summary>Rows that are measured together; a column that widens later widens from there on.</summary>
    private const int RowsMeasured = 1000;

    /// <returns>The number of rows.</returns>
    public static long Write(ResultTable table, TextWriter output)
    {
        long rows = 0;
        int[] widths = [.. table.Columns.Select(column => TextCells.Printable(column.Name).Length)];
        foreach (IReadOnlyList<object?>[] chunk in table.Rows.Chunk(RowsMeasured))
        {
            string[][] cells = [.. chunk.Select(row => row.Select(TextCells.Printable).ToArray())];
            Widen(widths, cells);
            if (rows == 0)
            {
                WriteHeader(table.Columns, widths, output);
            }

            foreach (string[] row in cells)
            {
                WriteLine(table.Columns, widths, row, output);
            }

            rows += chunk.Length;
        }

        if (rows == 0)
        {
            WriteHeader(table.Columns, widths, output);
        }

        return rows;
    }

    private static void Widen(int[] widths, string[][] cells)
    {
        foreach (string[] row in cells)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }
    }

    private static void WriteHeader(IReadOnlyList<ResultColumn> columns, int[] widths, TextWriter output)
    {
        WriteLine(columns, widths, [.. columns.Select(column => TextCells.Printable(column.Name))], output);
        output.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
    }

    private static void WriteLine(IReadOnlyList<ResultColumn> columns, int[] widths, string[] cells, TextWriter output)
    {
        IEnumerable<string> padded =
            cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        output.WriteLine(string.Join("  ", padded).TrimEnd());
    }
}
