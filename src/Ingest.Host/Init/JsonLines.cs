using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ingest.Host.Init;

/// <summary>JSON as a person writes it: what fits is on one line.</summary>
internal static class JsonLines
{
    private const int LineMax = 110;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text in its quotes.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>A member and its value, a comma after it.</summary>
    public static IEnumerable<string> Member(string name, JsonNode? value, string indent)
    {
        string[] lines = [.. Value(value, indent)];
        lines[0] = $"{indent}{Quoted(name)}: {lines[0].TrimStart()}";
        lines[^1] += ",";
        return lines;
    }

    private static IEnumerable<string> Value(JsonNode? value, string indent)
    {
        string line = OneLine(value);
        if (value is not (JsonObject or JsonArray) || indent.Length + line.Length <= LineMax)
        {
            return [indent + line];
        }

        string inner = $"{indent}  ";
        return value is JsonObject members
            ? [$"{indent}{{", .. members.SelectMany(member => Member(member.Key, member.Value, inner)), $"{indent}}}"]
            : [$"{indent}[", .. ((JsonArray)value).SelectMany(item => Item(item, inner)), $"{indent}]"];
    }

    private static string[] Item(JsonNode? item, string indent)
    {
        string[] lines = [.. Value(item, indent)];
        lines[^1] += ",";
        return lines;
    }

    private static string OneLine(JsonNode? value) => value switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => $"{Quoted(member.Key)}: {OneLine(member.Value)}"))} }}",
        JsonArray items => $"[{string.Join(", ", items.Select(OneLine))}]",
        null => "null",
        _ => value.ToJsonString(Plain),
    };
}
