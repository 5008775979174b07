using Ingest.Actors.Units;
using Ingest.Host.Output;

namespace Ingest.Host.Init;

/// <summary>What a person sees of the proposals: a table each, the first samples, and what is to be done.</summary>
internal sealed class InitSummary(IReadOnlyList<TableProposal> tables, Terminal terminal)
{
    private const string Table = "table";
    private const string Becomes = "becomes";

    /// <summary>Below it a narrow terminal breaks lines by itself.</summary>
    private const int TextLeast = 30;

    /// <summary>Each table and what becomes of it, then the first samples of those that are decoded.</summary>
    public void WriteTables()
    {
        int names = tables.Select(table => TextCells.Printable(table.Source).Length).Append(Table.Length).Max();
        int text = Math.Max(TextLeast, terminal.Width - names - 2);
        (string Name, IReadOnlyList<string> Lines)[] rows =
            [.. tables.Select(table => (TextCells.Printable(table.Source), WrappedText.Lines(TextCells.Printable(Verdict(table)), text)))];
        int widest = rows.SelectMany(row => row.Lines).Select(line => line.Length).Append(Becomes.Length).Max();
        WriteLine(names, Table, Becomes);
        WriteLine(names, new string('-', names), new string('-', widest));
        foreach ((string name, IReadOnlyList<string> lines) in rows)
        {
            for (int i = 0; i < lines.Count; i++)
            {
                WriteLine(names, i == 0 ? name : "", lines[i]);
            }
        }

        foreach (TableProposal table in tables.Where(table => table.Samples is not null))
        {
            string time = table.Samples!.Columns[0].Name == LakeSchema.TimeColumn ? "" : ", whose time is that of their row";
            terminal.Out.WriteLine($"\nthe first samples of {TextCells.Printable(table.Source)}{time}:");
            AlignedTable.Write(table.Samples, terminal.Out);
        }
    }

    /// <summary>The indexes that are lacking, as statements that can be copied.</summary>
    public void WriteIndexes()
    {
        string[] statements = [.. tables.Select(table => table.LackingIndex).OfType<string>()];
        if (statements.Length == 0)
        {
            return;
        }

        const string Sentence = "No index begins with the time of these tables. Every unit reads such a table whole, which is slow where it is large, until there is one:";
        terminal.Out.WriteLine();
        foreach (string line in WrappedText.Lines(Sentence, terminal.Width))
        {
            terminal.Out.WriteLine(line);
        }

        foreach (string statement in statements)
        {
            terminal.Out.WriteLine($"  {TextCells.Printable(statement)};");
        }
    }

    private void WriteLine(int names, string name, string text) => terminal.Out.WriteLine($"{name.PadRight(names)}  {text}");

    private static string Verdict(TableProposal table) =>
        table is { IsActive: false, Why: [var first, ..] } ? $"{table.Verdict}. {first}" : table.Verdict;
}
