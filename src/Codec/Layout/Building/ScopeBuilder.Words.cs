using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Reading;
using static Ingest.Codec.Layout.Building.ItemMembers;

namespace Ingest.Codec.Layout.Building;

/// <content>The words that numbers stand for, and the words of a short form that mean nothing for a field.</content>
internal sealed partial class ScopeBuilder
{
    /// <summary>Refuses words that mean nothing for such a field.</summary>
    private static void CheckWords(string name, StoredType type, FieldText text, JsonItem item, string at)
    {
        bool hasWords = text.Enum is not null || item.Member("Enum") is not null;
        (string kind, string[] allowed) = (IsTime(name, text, item), hasWords, IsHidden(name), type.Kind) switch
        {
            (true, _, true, _) => ("a time that is no column", ["=", "..", "if", "+ field", "column type"]),
            (true, _, _, StoredKind.Float) => ("a time", ["if", "+ field", "column type"]),
            (true, _, _, _) => ("a time", ["=", "..", "if", "null=", "delta", "+ field", "column type"]),
            (_, true, false, _) => ("words", ["=", "..", "if", "null=", "delta", "enum"]),
            (_, _, true, _) => ("a field that is no column", ["=", "..", "if", "/", "*", "+ -", "column type"]),
            (_, _, _, StoredKind.Float) => ("a floating-point number", ["if", "column type", "/", "*", "+ -", "=", "..", "null=", "delta"]),
            _ => ("a number", (string[])["=", "..", "if", "null=", "delta", "/", "*", "+ -", "column type", "+ field"]),
        };
        FieldWords.Only(text, kind, type.Reader is VarintReader ? [.. allowed, "zigzag"] : allowed, item.Line, at);
        if (hasWords && (type.Kind == StoredKind.Float || IsHidden(name) || IsTime(name, text, item)))
        {
            throw new LayoutException(item.Line, at, "words stand for the integers of a column");
        }

        if (IsTime(name, text, item) && text.Delta > 0 && (text.Range ?? text.Constant) is not null)
        {
            throw new LayoutException(item.Line, at, "a time that is stored as differences has no range");
        }

        if (IsTime(name, text, item) && text.Column is { Kind: not ColumnKind.TimestampMicros } column)
        {
            throw new LayoutException(item.Line, at, $"a time does not become {column}; leave the type out");
        }
    }

    private static Dictionary<long, byte[]>? Words(FieldText text, JsonItem item, string at)
    {
        IEnumerable<(string Number, string Word)>? pairs = text.Enum is { } inline
            ? inline.Split(',', StringSplitOptions.TrimEntries).Select(pair => Pair(pair, item.Line, at))
            : item.Member("Enum") is null ? null : Members(item, "Enum", at).Select(member => (member.Name, Text(item.Member("Enum")!, member.Name, at)));
        if (pairs is null)
        {
            return item.Member("Else") is { } other
                ? throw new LayoutException(other.Line, at, "Else: a word for other numbers needs an Enum of those that have one")
                : null;
        }

        Dictionary<long, byte[]> words = [];
        foreach ((string number, string word) in pairs)
        {
            if (!words.TryAdd(NumberPlan.Stored(number, item.Line, at), Encoding.UTF8.GetBytes(word)))
            {
                throw new LayoutException(item.Line, at, $"{number} has two words");
            }
        }

        return words;
    }

    private static (string Number, string Word) Pair(string pair, int line, string at)
    {
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (pair[..colon].Trim(), pair[(colon + 1)..].Trim())
            : throw new LayoutException(line, at, $"enum: expected 0:off, not '{pair}'");
    }
}
