using System.Text.Json.Nodes;
using Ingest.Host.Configuration;

namespace Ingest.Host.Tests.Configuration;

/// <summary>Reads a configuration that is right but for what a test changes in it.</summary>
public abstract class ConfigurationFixture : IDisposable
{
    private const string Right = """
        {
          "$schema": "ingest.schema.json",
          // Comments and trailing commas are allowed.
          "Source": { "Url": "mysql://ingest@reader.example:3306/sensors" },
          "Lake": { "Root": "lake" },
          "Tables": {
            "raw_sensor_data": {
              "SourceTable": "raw_readings", "Path": "raw-sensor-data",
              "Key": ["id"], "Time": { "Column": "received_at" }, "Columns": ["Sensor_Id"],
              "Payload": { "Column": "payload", "Codec": "sensorpack", "Channels": [
                { "Name": "temperature", "Scale": 2, "Unit": "Cel" },
                { "Name": "co2" },
              ] },
              "SortBy": ["sensor_id", "time"],
            },
            "sensors": { "Copy": true },
          },
        }
        """;

    protected TempFolder Folder { get; } = new();

    protected Dictionary<string, string> Environment { get; } = [];

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IngestConfiguration Read(string json = Right) =>
        ConfigurationReader.Read(new ConfigurationOrigin(Folder.File("ingest.json", json), Environment));

    /// <summary>Reads with one key set to another value, or left out where the value is null.</summary>
    protected IngestConfiguration With(params (string Path, string? Json)[] changes)
    {
        JsonNode root = JsonNode.Parse(Right, null, new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        foreach ((string path, string? json) in changes)
        {
            Change(root, path.Split(':'), json);
        }

        return Read(root.ToJsonString());
    }

    protected IReadOnlyList<string> ErrorsWith(params (string Path, string? Json)[] changes) =>
        Assert.Throws<ConfigurationException>(() => With(changes)).Errors;

    private static void Change(JsonNode node, string[] path, string? json)
    {
        foreach (string name in path[..^1])
        {
            node = node is JsonArray list ? list[int.Parse(name, null)]! : node[name] ??= new JsonObject();
        }

        if (json is null)
        {
            node.AsObject().Remove(path[^1]);
        }
        else if (node is JsonArray list)
        {
            list[int.Parse(path[^1], null)] = JsonNode.Parse(json);
        }
        else
        {
            node[path[^1]] = JsonNode.Parse(json);
        }
    }
}
