using System.Text.RegularExpressions;
using Ingest.Actors.Units;

namespace Ingest.Host.Queries.Athena;

/// <summary>Lets statements through that only read. Athena takes one statement a query; nobody but Athena itself parses its
/// dialect, so the first word decides.</summary>
internal static partial class AthenaStatement
{
    private static readonly string[] Reading = ["SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "EXPLAIN"];

    /// <exception cref="IngestException">It is none.</exception>
    public static void Check(string sql)
    {
        Match words = Words().Match(sql);
        string first = words.Groups["first"].Value.ToUpperInvariant();
        if (!Reading.Contains(first) || (first == "EXPLAIN" && words.Groups["second"].Value.Equals("ANALYZE", StringComparison.OrdinalIgnoreCase)))
        {
            throw IngestException.Permanent("query only reads: it takes one SELECT, WITH, VALUES, DESCRIBE, SHOW or EXPLAIN statement");
        }
    }

    /// <summary>The first two words behind comments and opening parentheses.</summary>
    [GeneratedRegex(
        @"\A(\s|\(|--[^\n]*(\n|\z)|/\*.*?\*/)*(?<first>\w+)(\s+(?<second>\w+))?",
        RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
