using Ingest.Host.Output;

namespace Ingest.Host.Init;

/// <summary>The file that is written: every choice with its reason.</summary>
/// <param name="url">The source, as the file has it.</param>
/// <param name="lake">The lake's root.</param>
internal sealed class InitFile(string url, string lake)
{
    private const int SentenceMax = 110;

    /// <summary>The environment variable that has the password; null: there is none.</summary>
    public string? PasswordVariable { get; init; }

    /// <summary>The file with certificates; null: those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>How far TLS goes; null: as the host asks for.</summary>
    public string? Tls { get; init; }

    public string Text(IReadOnlyList<TableProposal> tables)
    {
        List<string> lines =
        [
            "// Written by ingest init from what the database's schema and ten rows of each table say. Each choice has its",
            "// reason above it: look at them, then at what ingest doctor says. A copied table is read whole by every run that",
            "// finds it changed.",
            "{",
            .. Source(),
            $"  \"Lake\": {{ \"Root\": {JsonLines.Quoted(lake)} }},",
            "  \"Tables\": {",
        ];
        foreach (TableProposal table in tables)
        {
            lines.AddRange(Table(table));
        }

        lines.AddRange(["  },", "}"]);
        return string.Join('\n', lines) + "\n";
    }

    private IEnumerable<string> Source()
    {
        List<string> members = [$"\"Url\": {JsonLines.Quoted(url)}"];
        if (PasswordVariable is not null)
        {
            members.Add("// Other places that it can be in: docs/secrets.md.");
            members.Add($"\"Password\": {{ \"Env\": {JsonLines.Quoted(PasswordVariable)} }}");
        }

        if (Tls is not null)
        {
            members.Add($"\"Tls\": {JsonLines.Quoted(Tls)}");
        }

        if (CaFile is not null)
        {
            members.Add($"\"CaFile\": {JsonLines.Quoted(CaFile)}");
        }

        return members is [var only]
            ? [$"  \"Source\": {{ {only} }},"]
            : ["  \"Source\": {", .. members.Select(member => member.StartsWith("//", StringComparison.Ordinal) ? $"    {member}" : $"    {member},"), "  },"];
    }

    private static IEnumerable<string> Table(TableProposal table)
    {
        yield return "";
        foreach (string line in new[] { $"{table.Source} is {table.Verdict}." }.Concat(table.Why).SelectMany(Sentence))
        {
            yield return line;
        }

        if (table.LackingIndex is not null)
        {
            yield return Comment($"    {table.LackingIndex};");
        }

        if (table.Samples is not null)
        {
            using var samples = new StringWriter { NewLine = "\n" };
            AlignedTable.Write(table.Samples, samples);
            foreach (string line in samples.ToString().TrimEnd().Split('\n'))
            {
                yield return Comment($"    {line}");
            }
        }

        if (table is { Entry: not null, IsActive: false })
        {
            yield return Comment("When that is done, take the comment signs away:");
        }

        foreach (string line in table.Entry is null ? [] : JsonLines.Member(table.Name, table.Entry, "    "))
        {
            yield return table.IsActive ? line : $"    // {line[4..]}";
        }
    }

    private static IEnumerable<string> Sentence(string text) =>
        WrappedText.Lines(text, SentenceMax).Select((line, i) => Comment(i == 0 ? line : $"  {line}"));

    /// <summary>One line, whatever is in names that the database has.</summary>
    private static string Comment(string text) =>
        $"    // {string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? '?' : letter))}".TrimEnd();
}
