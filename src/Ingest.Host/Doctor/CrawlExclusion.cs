using System.Text;
using System.Text.RegularExpressions;

namespace Ingest.Host.Doctor;

/// <summary>Exclude patterns of Glue's crawlers: globs of what is below the target, in which <c>*</c> and <c>?</c> end at a slash
/// and <c>**</c> does not (https://docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html).</summary>
internal static class CrawlExclusion
{
    /// <summary>Whether a pattern excludes a key.</summary>
    /// <param name="pattern">Such as <c>_ingest/**</c>. One that is none excludes nothing.</param>
    /// <param name="key">Without the target's path.</param>
    public static bool Matches(string pattern, string key)
    {
        try
        {
            return Regex.IsMatch(key, Expression(pattern), RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (RegexParseException)
        {
            return false;
        }
    }

    private static string Expression(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        bool isGroup = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when pattern.AsSpan(i).StartsWith("**"):
                    expression.Append(".*");
                    i++;
                    break;
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is var end and > 0:
                    expression.Append(Bracket(pattern[(i + 1)..end]));
                    i = end;
                    break;
                case '{' when !isGroup:
                    expression.Append("(?:");
                    isGroup = true;
                    break;
                case ',' when isGroup:
                    expression.Append('|');
                    break;
                case '}' when isGroup:
                    expression.Append(')');
                    isGroup = false;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    expression.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case var letter:
                    expression.Append(Regex.Escape(letter.ToString()));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }

    /// <summary>A letter of these; with <c>!</c> before them, another.</summary>
    private static string Bracket(string letters)
    {
        bool isOther = letters.StartsWith('!');
        string these = (isOther ? letters[1..] : letters).Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal);
        return isOther ? $"[^/{these}]" : $"[{these}]";
    }
}
