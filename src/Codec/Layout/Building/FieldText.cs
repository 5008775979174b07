using Ingest.Codec.Columns;

namespace Ingest.Codec.Layout.Building;

/// <summary>
/// A field's short form, taken apart: <c>i16le /100 -40 null=-32768 Cel</c>. The first word is the type; those after it may come
/// in any order.
/// </summary>
internal sealed record FieldText
{
    /// <summary>The type with what is in its brackets: <c>i16le</c>, <c>text(16)</c>.</summary>
    public required string Type { get; init; }

    public string Multiplier { get; init; } = "1";

    public string Divisor { get; init; } = "1";

    public string Addend { get; init; } = "0";

    /// <summary>The earlier field, or <c>row</c>, that a time counts from.</summary>
    public string? Base { get; init; }

    /// <summary>What the field always is.</summary>
    public string? Constant { get; init; }

    /// <summary>The stored numbers that are allowed: <c>0..100</c>.</summary>
    public string? Range { get; init; }

    /// <summary>The stored number that means none.</summary>
    public string? Null { get; init; }

    /// <summary>0, 1 or 2.</summary>
    public int Delta { get; init; }

    /// <summary><c>_flags.3</c>, <c>_type=2</c> or <c>_type!=2</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>What is in the brackets of <c>enum(0:off,1:on)</c>.</summary>
    public string? Enum { get; init; }

    /// <summary>The column's type, where it is said.</summary>
    public ColumnType? Column { get; init; }

    public bool? BigEndian { get; init; }

    public bool IsZigZag { get; init; }

    public bool IsSigned { get; init; }

    /// <summary>Of a checksum: the first byte that it covers.</summary>
    public int From { get; init; }

    /// <summary>What is left: the unit of measure, or what a time counts.</summary>
    public string? Unit { get; init; }

    /// <exception cref="LayoutException">There is a word that means nothing here.</exception>
    public static FieldText Parse(string text, int line, string field)
    {
        List<string> words = Words(text, line, field);
        if (words.Count == 0)
        {
            throw new LayoutException(line, field, "empty; expected a type such as u8, i16le, f32, varint or text(16)");
        }

        var result = new FieldText { Type = words[0] };
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];

            // A sign may stand apart from what follows it.
            if (word is "/" or "*" or "+" or "-" or "=" or "if")
            {
                word += ++i < words.Count
                    ? (word == "if" ? " " : "") + words[i]
                    : throw new LayoutException(line, field, $"nothing follows '{word}'");
            }

            result = With(result, word, line, field);
        }

        return result;
    }

    private static FieldText With(FieldText field, string word, int line, string name) => word switch
    {
        ['/', .. var divisor] => field with { Divisor = divisor },
        ['*', .. var multiplier] => field with { Multiplier = multiplier },
        ['+', '_', ..] or "+row" => field with { Base = word[1..] },
        ['+' or '-', >= '0' and <= '9' or '.', ..] when !word.Contains("..", StringComparison.Ordinal) => field with { Addend = word },
        ['=', .. var constant] => field with { Constant = constant },
        ['i', 'f', ' ', .. var condition] => field with { Condition = condition },
        "delta" => field with { Delta = 1 },
        "delta2" => field with { Delta = 2 },
        "le" => field with { BigEndian = false },
        "be" => field with { BigEndian = true },
        "zigzag" => field with { IsZigZag = true },
        "signed" => field with { IsSigned = true },
        "int" => field with { Column = ColumnType.Int32 },
        "bigint" => field with { Column = ColumnType.Int64 },
        "float" => field with { Column = ColumnType.Float },
        "double" => field with { Column = ColumnType.Double },
        "timestamp" => field with { Column = ColumnType.TimestampMicros },
        _ when word.StartsWith("from=", StringComparison.Ordinal) && int.TryParse(word["from=".Length..], out int first) && first >= 0 =>
            field with { From = first },
        _ when word.StartsWith("null=", StringComparison.Ordinal) => field with { Null = word["null=".Length..] },
        _ when Bracketed(word, "enum") is { } words => field with { Enum = words },
        _ when Bracketed(word, "decimal") is { } digits => field with { Column = Decimal(digits, line, name) },
        _ when word.Contains("..", StringComparison.Ordinal) => field with { Range = word },
        _ when field.Unit is null => field with { Unit = word },
        _ => throw new LayoutException(
            line, name, $"'{word}' means nothing here: '{field.Unit}' is the unit already; there is /100 *0.5 -40 =1 0..100 null=255 delta delta2 'if _flags.0' enum(0:off,1:on) decimal(9,2)"),
    };

    /// <summary>These words, and then those that follow the type's name where it is used.</summary>
    public FieldText Then(FieldText more) => this with
    {
        Multiplier = more.Multiplier == "1" ? Multiplier : more.Multiplier,
        Divisor = more.Divisor == "1" ? Divisor : more.Divisor,
        Addend = more.Addend == "0" ? Addend : more.Addend,
        Base = more.Base ?? Base,
        Constant = more.Constant ?? Constant,
        Range = more.Range ?? Range,
        Null = more.Null ?? Null,
        Delta = more.Delta == 0 ? Delta : more.Delta,
        Condition = more.Condition ?? Condition,
        Enum = more.Enum ?? Enum,
        Column = more.Column ?? Column,
        BigEndian = more.BigEndian ?? BigEndian,
        IsZigZag = IsZigZag || more.IsZigZag,
        IsSigned = IsSigned || more.IsSigned,
        Unit = more.Unit ?? Unit,
    };

    /// <summary>What stands in brackets after a word; null when it is not that word.</summary>
    public static string? Bracketed(string text, string word) =>
        text.StartsWith(word + "(", StringComparison.Ordinal) && text.EndsWith(')') ? text[(word.Length + 1)..^1] : null;

    private static ColumnType Decimal(string digits, int line, string field)
    {
        string[] parts = digits.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && int.TryParse(parts[0], out int precision) && precision is >= 1 and <= Channel.PrecisionMax
            && int.TryParse(parts[1], out int scale) && scale >= 0 && scale <= precision
            ? ColumnType.Decimal(precision, scale)
            : throw new LayoutException(line, field, $"decimal({digits}): expected decimal(precision,scale) with a precision of 1 to {Channel.PrecisionMax}");
    }

    /// <summary>Words are apart by white space that is not within brackets or quotes.</summary>
    private static List<string> Words(string text, int line, string field)
    {
        List<string> words = [];
        int depth = 0;
        bool isQuoted = false;
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            char next = i < text.Length ? text[i] : ' ';
            isQuoted = isQuoted ? next != '\'' : next == '\'' && text[..i].TrimEnd().EndsWith('=');
            depth += isQuoted ? 0 : next == '(' ? 1 : next == ')' ? -1 : 0;
            bool isGap = char.IsWhiteSpace(next) && depth <= 0 && !isQuoted;
            if (isGap && start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
            else if (!isGap && start < 0 && i < text.Length)
            {
                start = i;
            }
        }

        if (isQuoted)
        {
            throw new LayoutException(line, field, $"{text}: a quote has no end");
        }

        return depth == 0 ? words : throw new LayoutException(line, field, $"'{text}': the brackets do not match");
    }
}
