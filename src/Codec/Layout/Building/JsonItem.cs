using System.Text;
using System.Text.Json;

namespace Ingest.Codec.Layout.Building;

/// <summary>A value of a description's file, which knows its line. Members keep their order. Comments and commas at the end are
/// allowed.</summary>
internal sealed class JsonItem
{
    private const int DepthMax = 32;

    private const int BytesMax = 1 << 20;

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

    /// <exception cref="LayoutException">It is no JSON, longer than 1 MiB, or names a member twice.</exception>
    public static JsonItem Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax)
        {
            throw new LayoutException(1, "", $"the description has {utf8.Length} bytes, expected at most {BytesMax}");
        }

        var reader = new Utf8JsonReader(
            utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DepthMax });
        try
        {
            var lines = new Lines(utf8);
            reader.Read();
            JsonItem item = Value(ref reader, ref lines);
            reader.Read();
            return item;
        }
        catch (JsonException failure)
        {
            throw new LayoutException((int)(failure.LineNumber ?? 0) + 1, "", $"no JSON: {Plain(failure.Message)}");
        }
    }

    private static JsonItem Value(ref Utf8JsonReader reader, ref Lines lines)
    {
        int line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<(string, JsonItem)> members = [];
                HashSet<string> names = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    int nameLine = lines.At(reader.TokenStartIndex);
                    string name = TextOf(ref reader, nameLine);
                    if (!names.Add(name))
                    {
                        throw new LayoutException(nameLine, name, "is there twice");
                    }

                    reader.Read();
                    members.Add((name, Value(ref reader, ref lines)));
                }

                return new JsonItem(line, null, members, null);
            case JsonTokenType.StartArray:
                List<JsonItem> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, ref lines));
                }

                return new JsonItem(line, null, null, items);
            case JsonTokenType.String:
                return new JsonItem(line, TextOf(ref reader, line), null, null);
            default:
                return new JsonItem(line, Encoding.UTF8.GetString(reader.ValueSpan), null, null);
        }
    }

    /// <summary>The reader checks the bytes of a text only when it is asked for.</summary>
    private static string TextOf(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new LayoutException(line, "", "no JSON: a text that is no UTF-8");
        }
    }

    /// <summary>Counts lines from token to token, not each time from the beginning.</summary>
    private ref struct Lines(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private int _counted;
        private int _line = 1;

        public int At(long offset)
        {
            _line += _utf8[_counted..(int)offset].Count((byte)'\n');
            _counted = (int)offset;
            return _line;
        }
    }

    /// <summary>Without the place, which is said already.</summary>
    private static string Plain(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var at ? message[..at] : message;
}
