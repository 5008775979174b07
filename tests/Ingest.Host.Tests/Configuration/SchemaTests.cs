using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ingest.Host.Configuration;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Ingest.Host.Tests.Configuration;

/// <summary>The schema is judged by a validator that is not ours.</summary>
public sealed partial class SchemaTests
{
    [Fact]
    public async Task The_sample_of_the_documentation_is_valid() => Assert.Empty(await Validate(_ => { }));

    [Fact]
    public void The_sample_of_the_documentation_can_be_read()
    {
        using var folder = new TempFolder();
        string file = folder.File("ingest.json", SampleText());

        IngestConfiguration configuration = ConfigurationReader.Read(
            new ConfigurationOrigin(file, new Dictionary<string, string> { ["DB_PASSWORD"] = "secret" }));

        Assert.Equal(["raw_sensor_data", "sensors"], configuration.Tables.Select(table => table.Name));
    }

    [Fact]
    public async Task A_typo_is_flagged_at_every_depth()
    {
        Assert.Equal("NoAdditionalPropertiesAllowed", await Only(root => root["Laek"] = new JsonObject()));
        Assert.Contains("NoAdditionalPropertiesAllowed", await Messages(root => Table(root)["Colums"] = new JsonArray("a")), StringComparison.Ordinal);
        Assert.Contains("NoAdditionalPropertiesAllowed", await Messages(root => Table(root)["Payload"]!["Channels"]![0]!["Scael"] = 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_is_flagged()
    {
        Assert.Equal("PatternMismatch", await Only(root => root["StopWithin"] = "soon"));
        Assert.Equal("NotInEnumeration", await Only(root => Table(root)["OnShrink"] = "ignore", "Tables"));
        Assert.Equal("NumberTooBig", await Only(root => Table(root)["Payload"]!["Channels"]![0]!["Scale"] = 19, "Tables"));
        Assert.Equal("IntegerExpected", await Only(root => root["Source"]!["MaxConnections"] = "many", "Source"));
    }

    [Fact]
    public async Task A_missing_key_is_flagged()
    {
        Assert.Equal("PropertyRequired", await Only(root => root.Remove("Lake")));
    }

    [Theory]
    [InlineData("\"2MiB\"")]
    [InlineData("2097152")]
    public async Task A_size_is_text_or_a_number(string size) =>
        Assert.Empty(await Validate(root => root["Engine"] = new JsonObject { ["PageBytes"] = JsonNode.Parse(size) }));

    [Fact]
    public void The_schema_tells_descriptions_and_real_defaults()
    {
        JsonNode stop = JsonNode.Parse(ConfigurationSchema.Text())!["properties"]!["StopWithin"]!;

        Assert.Equal("30s", (string?)stop["default"]);
        Assert.StartsWith("How long a stop waits", (string?)stop["description"], StringComparison.Ordinal);
    }

    private static JsonNode Table(JsonObject root) => root["Tables"]!["raw_sensor_data"]!;

    private static async Task<string> Only(Action<JsonObject> change, string? inside = null)
    {
        ValidationError error = Assert.Single(await Validate(change));
        while (inside is not null && error is ChildSchemaValidationError parent)
        {
            error = Assert.Single(parent.Errors.Values.SelectMany(errors => errors));
        }

        return error.Kind.ToString();
    }

    private static async Task<string> Messages(Action<JsonObject> change) =>
        string.Join('\n', (await Validate(change)).Select(error => error.ToString()));

    private static async Task<IReadOnlyCollection<ValidationError>> Validate(Action<JsonObject> change)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(ConfigurationSchema.Text());
        JsonObject root = JsonNode.Parse(SampleText(), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        change(root);
        return [.. schema.Validate(root.ToJsonString())];
    }

    private static string SampleText() => Sample().Match(Repository.Read("docs/configuration.md")).Groups[1].Value;

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
