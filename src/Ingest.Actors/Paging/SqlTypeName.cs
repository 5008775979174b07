using System.Globalization;

namespace Ingest.Actors.Paging;

/// <summary>A declared type taken apart: <c>decimal(9,2) unsigned</c> is "decimal", [9, 2], unsigned.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="First">The first number in brackets.</param>
/// <param name="Second">The second.</param>
/// <param name="Unsigned">Whether it has no sign.</param>
/// <param name="Charset">The character set that follows it; null where none does.</param>
internal readonly record struct SqlTypeName(string Name, int? First, int? Second, bool Unsigned, string? Charset = null)
{
    /// <summary>What stands before a character set's name.</summary>
    public const string CharsetWords = " character set ";

    public static SqlTypeName Parse(string declared)
    {
        (string text, string? charset) = Take(declared.Trim().ToLowerInvariant());
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        string head = open < 0 ? text : text[..open];
        string tail = open < 0 || close < open ? "" : text[(close + 1)..];
        string[] arguments = open < 0 || close < open ? [] : text[(open + 1)..close].Split(',');
        bool unsigned = head.Contains("unsigned", StringComparison.Ordinal) || tail.Contains("unsigned", StringComparison.Ordinal);
        string name = head.Replace("unsigned", "", StringComparison.Ordinal).Replace("zerofill", "", StringComparison.Ordinal).Trim();
        return new SqlTypeName(name, Argument(arguments, 0), Argument(arguments, 1), unsigned, charset);
    }

    /// <summary>Takes away what may follow a type: the character set, and a comment, in which MariaDB says COMPRESSED. The values
    /// of an ENUM may hold the same words.</summary>
    private static (string Text, string? Charset) Take(string text)
    {
        int words = text.LastIndexOf(CharsetWords, StringComparison.Ordinal);
        string? charset = words > text.LastIndexOf(')') ? text[(words + CharsetWords.Length)..].Trim() : null;
        text = charset is null ? text : text[..words];
        int comment = text.LastIndexOf("/*", StringComparison.Ordinal);
        return (comment > text.LastIndexOf(')') ? text[..comment].Trim() : text, charset);
    }

    private static int? Argument(string[] arguments, int position) =>
        position < arguments.Length
        && int.TryParse(arguments[position], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
