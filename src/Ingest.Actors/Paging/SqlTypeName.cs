using System.Globalization;

namespace Ingest.Actors.Paging;

/// <summary>A declared type taken apart: <c>decimal(9,2) unsigned</c> is "decimal", [9, 2], unsigned.</summary>
internal readonly record struct SqlTypeName(string Name, int? First, int? Second, bool Unsigned)
{
    public static SqlTypeName Parse(string declared)
    {
        string text = declared.Trim().ToLowerInvariant();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        string head = open < 0 ? text : text[..open];
        string tail = open < 0 || close < open ? "" : text[(close + 1)..];
        string[] arguments = open < 0 || close < open ? [] : text[(open + 1)..close].Split(',');
        bool unsigned = head.Contains("unsigned", StringComparison.Ordinal) || tail.Contains("unsigned", StringComparison.Ordinal);
        string name = head.Replace("unsigned", "", StringComparison.Ordinal).Replace("zerofill", "", StringComparison.Ordinal).Trim();
        return new SqlTypeName(name, Argument(arguments, 0), Argument(arguments, 1), unsigned);
    }

    private static int? Argument(string[] arguments, int position) =>
        position < arguments.Length
        && int.TryParse(arguments[position], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
