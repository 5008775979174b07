using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Ingest.TestKit.Aws;

/// <summary>A table of <see cref="ScriptedGlue"/>.</summary>
[SuppressMessage("Maintainability", "CA1507", Justification = "Names of the protocol.")]
public sealed class ScriptedGlueTable
{
    private readonly string _database;
    private JsonObject _input;
    private int _version;

    public ScriptedGlueTable(string database, JsonObject input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _database = database;
        _input = (JsonObject)input.DeepClone();
    }

    public string Version => _version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Versions that were kept when the table was updated.</summary>
    public int Archived { get; private set; }

    /// <summary>By value.</summary>
    public SortedDictionary<string, JsonObject> Partitions { get; } = new(StringComparer.Ordinal);

    public string Location => _input["StorageDescriptor"]!["Location"]!.GetValue<string>();

    /// <summary>A name and a type each.</summary>
    public IReadOnlyList<string> Columns => ColumnsOf(_input);

    public IReadOnlyList<string> PartitionKeys =>
        [.. (_input["PartitionKeys"]?.AsArray() ?? []).Select(column => $"{column!["Name"]} {column["Type"]}")];

    public IReadOnlyDictionary<string, string> Parameters =>
        (_input["Parameters"]?.AsObject() ?? []).ToDictionary(property => property.Key, property => property.Value!.GetValue<string>());

    public JsonNode Input => _input;

    /// <summary>Where a partition lies.</summary>
    public string LocationOf(string partition) => Partitions[partition]["StorageDescriptor"]!["Location"]!.GetValue<string>();

    public IReadOnlyList<string> ColumnsOf(string partition) => ColumnsOf(Partitions[partition]);

    public void Update(JsonObject input, bool archive)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = (JsonObject)input.DeepClone();
        _version++;
        Archived += archive ? 1 : 0;
    }

    public JsonObject Describe()
    {
        var table = (JsonObject)_input.DeepClone();
        table["DatabaseName"] = _database;
        table["VersionId"] = Version;
        table["CreateTime"] = 1_767_225_600.0;
        table["IsRegisteredWithLakeFormation"] = false;
        return table;
    }

    private static string[] ColumnsOf(JsonObject described) =>
        [.. described["StorageDescriptor"]!["Columns"]!.AsArray().Select(column => $"{column!["Name"]} {column["Type"]}")];
}
