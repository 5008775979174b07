using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Codec.Layout;

namespace Ingest.Codec.Tests.Layout;

/// <summary>The layouts of golden.json with their payloads, and what layout.py reads in them.</summary>
public sealed record GoldenLayout(string Name, JsonNode Layout, string[] Columns, GoldenPayload[] Payloads)
{
    public static IReadOnlyList<GoldenLayout> All { get; } = JsonSerializer.Deserialize<GoldenLayout[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layout", "golden.json")), JsonSerializerOptions.Web)!;

    public byte[] Text => Encoding.UTF8.GetBytes(Layout.ToJsonString());

    public LayoutDecoder Decoder() => LayoutDecoder.Parse(Text, PayloadLimits.Default);

    public override string ToString() => Name;
}

/// <summary>A payload and its rows, each a time in microseconds since 1970 and a text for each column; or it is refused.</summary>
public sealed record GoldenPayload(string Hex, JsonElement[][]? Rows, bool Refused = false)
{
    public byte[] Bytes => Convert.FromHexString(Hex);
}
