using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ingest.Host.Output;

/// <summary>Cells as text.</summary>
internal static class TextCells
{
    /// <summary>The text of a cell; bytes are hexadecimal, lists and fields JSON, null is empty.</summary>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable => Json(cell),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The same on one line, safe to print: control characters, which could steer a terminal, are shown as
    /// themselves.</summary>
    public static string Printable(object? cell)
    {
        string text = Of(cell);
        return text.Any(char.IsControl) ? string.Concat(text.Select(Visible)) : text;
    }

    private static string Visible(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(character) => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    };

    private static string Json(object cell)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            JsonCells.Write(json, cell);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
