using System.Text.RegularExpressions;

namespace Ingest.Host.Tests.Commands;

/// <summary>Lines that say how far a run has come: a slow machine gets more of them, so that tests leave them out.</summary>
internal static partial class ProgressLines
{
    public static string LeftOut(string error) => Progress().Replace(error, "");

    [GeneratedRegex(@"^(looking at the source|\d+/\d+ units, [\w. /,]+ points/s[\w ,]*|\d+/\d+ units, telling the catalog since [\w ]+)\n", RegexOptions.Multiline)]
    private static partial Regex Progress();
}
