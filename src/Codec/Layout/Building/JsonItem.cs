using System.Text;
using System.Text.Json;

namespace Ingest.Codec.Layout.Building;

/// <summary>A value of a description's file, which knows its line. Members keep their order. Comments and commas at the end are
/// allowed.</summary>
internal sealed class JsonItem
{
    private const int DepthMax = 32;

    private JsonItem(int line, string? text, IReadOnlyList<(string Name, JsonItem Item)>? members, IReadOnlyList<JsonItem>? items)
    {
        Line = line;
        Text = text;
        Members = members;
        Items = items;
    }

    /// <summary>From 1.</summary>
    public int Line { get; }

    /// <summary>Of a string, and a number or word as it is written; null for objects and lists.</summary>
    public string? Text { get; }

    /// <summary>Of an object.</summary>
    public IReadOnlyList<(string Name, JsonItem Item)>? Members { get; }

    /// <summary>Of a list.</summary>
    public IReadOnlyList<JsonItem>? Items { get; }

    public JsonItem? Member(string name) => Members?.FirstOrDefault(member => member.Name == name).Item;

    /// <summary>The value without white space and comments, which change no meaning.</summary>
    public string Canonical() => this switch
    {
        { Members: { } members } => $"{{{string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Name)}:{member.Item.Canonical()}"))}}}",
        { Items: { } items } => $"[{string.Join(',', items.Select(item => item.Canonical()))}]",
        _ => JsonSerializer.Serialize(Text),
    };

    /// <exception cref="LayoutException">It is no JSON, or names a member twice.</exception>
    public static JsonItem Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(
            utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DepthMax });
        try
        {
            reader.Read();
            JsonItem item = Value(ref reader, utf8);
            reader.Read();
            return item;
        }
        catch (JsonException failure)
        {
            throw new LayoutException((int)(failure.LineNumber ?? 0) + 1, "", $"no JSON: {Plain(failure.Message)}");
        }
    }

    private static JsonItem Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        int line = Line1(utf8, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<(string, JsonItem)> members = [];
                HashSet<string> names = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    if (!names.Add(name))
                    {
                        throw new LayoutException(Line1(utf8, reader.TokenStartIndex), name, "is there twice");
                    }

                    reader.Read();
                    members.Add((name, Value(ref reader, utf8)));
                }

                return new JsonItem(line, null, members, null);
            case JsonTokenType.StartArray:
                List<JsonItem> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, utf8));
                }

                return new JsonItem(line, null, null, items);
            case JsonTokenType.String:
                return new JsonItem(line, reader.GetString(), null, null);
            default:
                return new JsonItem(line, Encoding.UTF8.GetString(reader.ValueSpan), null, null);
        }
    }

    private static int Line1(ReadOnlySpan<byte> utf8, long offset) => utf8[..(int)offset].Count((byte)'\n') + 1;

    /// <summary>Without the place, which is said already.</summary>
    private static string Plain(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var at ? message[..at] : message;
}
