using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>The SQL that selects text as UTF-8 bytes, so that the driver makes no string of it.</summary>
internal static class MySqlText
{
    private const string Ascii = "ascii";

    /// <summary>Character sets that a conversion to UTF-8 loses nothing of: Unicode itself, and one with a character for each of
    /// its bytes. The servers' own names for them.</summary>
    private static readonly HashSet<string> Lossless =
        ["utf8", "utf8mb3", "utf8mb4", "ucs2", "utf16", "utf16le", "utf32", "latin1", "binary"];

    /// <summary>What the declared type of a column of this character set says of it; nothing where a conversion loses
    /// nothing.</summary>
    public static string Suffix(string? charset) =>
        charset is null || Lossless.Contains(charset.ToLowerInvariant()) ? "" : SqlTypeName.CharsetWords + charset.ToLowerInvariant();

    /// <summary>How text comes into the lake.</summary>
    /// <param name="charset">The character set that the declared type names; null: one that loses nothing.</param>
    public static SourceType Of(string? charset)
    {
        var text = new SourceType(ColumnType.Text, MySqlReaders.Text, TypeRole.Text, Utf8);
        return charset switch
        {
            null => text,
            // Every character of it is UTF-8 as it is; the server would turn other bytes into question marks.
            Ascii => text with { Select = Binary },
            _ => text with { Reader = MySqlReaders.CheckedText, Select = column => Checked(column, charset) },
        };
    }

    /// <summary>The SQL of a column's text of a character set that loses nothing. A binary collation makes the driver give the bytes of a
    /// column as they are, and costs the server nothing.</summary>
    public static Func<string, string> Select(string charset) => charset switch
    {
        "utf8mb4" => column => $"{column} COLLATE utf8mb4_bin",
        // Their bytes are UTF-8, or are none of theirs.
        "utf8mb3" or "utf8" or Ascii => Binary,
        _ => Utf8,
    };

    /// <summary>Text of any character set.</summary>
    public static string Utf8(string column) => Binary($"CONVERT({column} USING utf8mb4)");

    /// <summary>A value's bytes.</summary>
    public static string Binary(string expression) => $"CAST({expression} AS BINARY)";

    /// <summary>Text that ends with <see cref="Utf8Reader.LostMark"/> where converting it back does not give the same bytes: some
    /// bytes mean no character, and some characters share one of Unicode.</summary>
    private static string Checked(string column, string charset)
    {
        string text = $"CONVERT({column} USING utf8mb4)";
        return $"IF({Binary($"CONVERT({text} USING {charset})")} = {Binary(column)}, {Binary(text)}, "
            + $"CONCAT({Binary(text)}, x'{Utf8Reader.LostMark:X2}'))";
    }
}
