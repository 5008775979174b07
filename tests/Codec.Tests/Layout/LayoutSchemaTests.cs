using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Codec.Layout;
using NJsonSchema;
using NJsonSchema.Validation;
using Xunit;

namespace Ingest.Codec.Tests.Layout;

/// <summary>docs/layout.schema.json, judged by a validator that is not ours.</summary>
public class LayoutSchemaTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The validator knows definitions by the name that they had before the draft of 2020.</summary>
    private static readonly Lazy<Task<JsonSchema>> Schema = new(
        () => JsonSchema.FromJsonAsync(Read("layout.schema.json").Replace("$defs", "definitions", StringComparison.Ordinal)));

    public static TheoryData<GoldenLayout> Layouts => [.. GoldenLayout.All];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task A_golden_layout_is_valid(GoldenLayout golden) => Assert.Empty(await Faults(golden.Layout.ToJsonString()));

    [Fact]
    public async Task The_layouts_of_the_documentation_are_valid()
    {
        string page = Read("layout.md");
        int start = page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        string example = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Empty(await Faults(example));
        Assert.Empty(await Faults(Read(Path.Combine("..", "SensorPack", "sensorpack.layout.json"))));
    }

    /// <summary>What the schema refuses the reader refuses, too.</summary>
    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "Fields": { } }""")]
    [InlineData("""{ "Fields": { "x": "u8" }, "Feilds": { } }""")]
    [InlineData("""{ "Fields": { "x": "u8" }, "Endian": "middle" }""")]
    [InlineData("""{ "Fields": { "x": "u8" }, "Trailing": true }""")]
    [InlineData("""{ "Fields": { "x": 8 } }""")]
    [InlineData("""{ "Fields": { "x": "" } }""")]
    [InlineData("""{ "Fields": { "x": [ "u8" ] } }""")]
    [InlineData("""{ "Types": [], "Fields": { "x": "u8" } }""")]
    [InlineData("""{ "Fields": { "l": { "Repeat": 2 } } }""")]
    [InlineData("""{ "Fields": { "l": { "Repeat": 0, "Fields": { "x": "u8" } } } }""")]
    [InlineData("""{ "Fields": { "l": { "Repeat": 2, "Fields": { "x": "u8" }, "Count": 2 } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2, "Rest": "u8", "Delta": 3 } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2 } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2, "Rest": "u8", "Present": { "All": 1 } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2, "Rest": { "Switch": "u8", "Cases": { "many": "u8" } } } } }""")]
    [InlineData("""{ "Fields": { "_t": "u8", "s": { "Switch": "_t", "Cases": { "one": { "x": "u8" } } } } }""")]
    [InlineData("""{ "Fields": { "b": { "Bits": "u8", "Order": "middle", "Fields": { "x": "u8" } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Type": "u8", "Enum": { "off": "0" } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Type": "u8", "Enum": { } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Type": "u8", "Enum": 5 } } }""")]
    [InlineData("""{ "Fields": { "x": { "Type": "u8", "Enum": { "0": { } } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Type": "u8", "Enum": { "0": "a" }, "Else": { } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2, "Rest": "u8", "Delta": { } } } }""")]
    [InlineData("""{ "Fields": { "x": { "Series": 2, "Rest": "u8", "Value": [ ] } } }""")]
    [InlineData("""{ "Fields": { "b": { "Bits": "u8", "Order": { }, "Fields": { "x": "u8" } } } }""")]
    [InlineData("""{ "Fields": { "b": { "Bits": "u8", "Fields": 1 }, "y": "u8" } }""")]
    [InlineData("""{ "Fields": { "_t": "u8", "s": { "Switch": "_t", "Cases": { } }, "x": "u8" } }""")]
    [InlineData("""{ "Fields": { "_t": "u8", "s": { "Switch": "_t", "Cases": 1 }, "x": "u8" } }""")]
    [InlineData("""{ "Fields": { "time": { "Step": "soon" }, "x": "u8" } }""")]
    [InlineData("""{ "Fields": { "_u": "u8", "time": { "Type": "u8", "Unit": { "Field": "_u", "Units": ["weeks"] } }, "x": "u8" } }""")]
    [InlineData("""{ "Fields": { "_u": "u8", "time": { "Type": "u8", "Unit": { "Field": "_u", "Units": [] } }, "x": "u8" } }""")]
    public async Task A_wrong_layout_is_flagged(string layout)
    {
        Assert.NotEmpty(await Faults(layout));
        Assert.Throws<LayoutException>(() => LayoutRows.Parse(layout));
    }

    private static async Task<ICollection<ValidationError>> Faults(string layout) =>
        (await Schema.Value).Validate(JsonNode.Parse(layout, documentOptions: WithComments)!.ToJsonString());

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layout", file));
}
