using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ingest.TestKit.Aws;

/// <summary>
/// A small Glue in memory, with the replies and refusals that its reference documents
/// (https://docs.aws.amazon.com/glue/latest/webapi/): databases, tables, partitions, and one crawler.
/// </summary>
public sealed class ScriptedGlue : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, SortedDictionary<string, ScriptedGlueTable>> _databases = [];
    private readonly Dictionary<string, string> _brokenPartitions = [];

    private ScriptedGlue()
    {
    }

    /// <summary>The server: its address, what was asked, and what fails.</summary>
    public ScriptedAwsJson Server { get; private set; } = null!;

    /// <summary>The crawler; null: there is none.</summary>
    public ScriptedGlueCrawler? Crawler { get; set; }

    /// <summary>Whether an action on what an ARN names is permitted.</summary>
    public Func<string, string, bool> Allows { get; set; } = (_, _) => true;

    /// <summary>Items of a page.</summary>
    public int PageItems { get; set; } = 50;

    public static async Task<ScriptedGlue> StartAsync()
    {
        var glue = new ScriptedGlue();
        glue.Server = await ScriptedAwsJson.StartAsync("glue", glue.AnswerAsync);
        return glue;
    }

    /// <summary>A partition of that value fails so whenever it is created or updated; null: no more.</summary>
    public void BreakPartition(string value, string? code)
    {
        _brokenPartitions.Remove(value);
        if (code is not null)
        {
            _brokenPartitions[value] = code;
        }
    }

    /// <summary>A table; null when there is none.</summary>
    public ScriptedGlueTable? Find(string database, string table) =>
        _databases.TryGetValue(database, out SortedDictionary<string, ScriptedGlueTable>? tables) ? tables.GetValueOrDefault(table) : null;

    /// <summary>The names of the databases that there are.</summary>
    public IReadOnlyCollection<string> Databases => _databases.Keys;

    /// <summary>A database's tables by name; it is there from then on.</summary>
    public SortedDictionary<string, ScriptedGlueTable> Tables(string database)
    {
        if (!_databases.TryGetValue(database, out SortedDictionary<string, ScriptedGlueTable>? tables))
        {
            _databases[database] = tables = new(StringComparer.Ordinal);
        }

        return tables;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<object> AnswerAsync(string action, JsonElement request)
    {
        await _gate.WaitAsync();
        try
        {
            JsonObject asked = JsonObject.Create(request)!;
            if (ScriptedGlueArns.Of(action, asked).FirstOrDefault(arn => !Allows(action, arn)) is { } denied)
            {
                throw new AwsFaultException(AwsFault.Denied($"glue:{action} on resource: {denied} because no identity-based policy allows the glue:{action} action"));
            }

            return action switch
            {
                "GetDatabase" => GetDatabase(asked),
                "CreateDatabase" => CreateDatabase(asked),
                "GetTable" => new JsonObject { ["Table"] = Table(asked, "Name").Describe() },
                "GetTables" => GetTables(asked),
                "CreateTable" => CreateTable(asked),
                "UpdateTable" => UpdateTable(asked),
                "BatchCreatePartition" => BatchCreatePartition(asked),
                "BatchUpdatePartition" => BatchUpdatePartition(asked),
                "BatchGetPartition" => BatchGetPartition(asked),
                "GetPartitions" => GetPartitions(asked),
                "StartCrawler" => FindCrawler(asked).Start(),
                "GetCrawler" => await FindCrawler(asked).LookAsync(this),
                _ => throw Refuse("InvalidInputException", $"{action} is not scripted"),
            };
        }
        finally
        {
            _gate.Release();
        }
    }

    private JsonObject GetDatabase(JsonObject asked) =>
        new() { ["Database"] = new JsonObject { ["Name"] = Database(Text(asked, "Name")).Name } };

    private JsonObject CreateDatabase(JsonObject asked)
    {
        string name = Text(asked["DatabaseInput"]!.AsObject(), "Name");
        return _databases.TryAdd(name, new(StringComparer.Ordinal)) ? [] : throw Refuse("AlreadyExistsException", $"Database {name} already exists.");
    }

    private JsonObject GetTables(JsonObject asked) => Page(
        asked, "TableList", [.. Database(Text(asked, "DatabaseName")).Tables.Values.Select(table => table.Describe())]);

    private JsonObject CreateTable(JsonObject asked)
    {
        string database = Text(asked, "DatabaseName");
        JsonObject input = asked["TableInput"]!.AsObject();
        string name = Text(input, "Name");
        return Database(database).Tables.TryAdd(name, new ScriptedGlueTable(database, input))
            ? []
            : throw Refuse("AlreadyExistsException", $"Table {name} already exists.");
    }

    private JsonObject UpdateTable(JsonObject asked)
    {
        JsonObject input = asked["TableInput"]!.AsObject();
        ScriptedGlueTable table = Database(Text(asked, "DatabaseName")).Tables.GetValueOrDefault(Text(input, "Name"))
            ?? throw Refuse("EntityNotFoundException", $"Table {input["Name"]} not found.");
        if (asked["VersionId"] is { } version && version.GetValue<string>() != table.Version)
        {
            throw Refuse("ConcurrentModificationException", "Update table failed due to concurrent modifications.");
        }

        table.Update(input, archive: asked["SkipArchive"]?.GetValue<bool>() != true);
        return [];
    }

    private JsonObject BatchCreatePartition(JsonObject asked)
    {
        ScriptedGlueTable table = Table(asked, "TableName");
        var errors = new JsonArray();
        foreach (JsonObject input in Items(asked, "PartitionInputList", 100))
        {
            string value = Value(input["Values"]!);
            string? code = _brokenPartitions.GetValueOrDefault(value)
                ?? (table.Partitions.TryAdd(value, (JsonObject)input.DeepClone()) ? null : "AlreadyExistsException");
            if (code is not null)
            {
                errors.Add(Error("PartitionValues", value, code));
            }
        }

        return new JsonObject { ["Errors"] = errors };
    }

    private JsonObject BatchUpdatePartition(JsonObject asked)
    {
        ScriptedGlueTable table = Table(asked, "TableName");
        var errors = new JsonArray();
        foreach (JsonObject entry in Items(asked, "Entries", 100))
        {
            string value = Value(entry["PartitionValueList"]!);
            string? code = _brokenPartitions.GetValueOrDefault(value) ?? (table.Partitions.ContainsKey(value) ? null : "EntityNotFoundException");
            if (code is null)
            {
                table.Partitions[value] = (JsonObject)entry["PartitionInput"]!.DeepClone();
            }
            else
            {
                errors.Add(Error("PartitionValueList", value, code));
            }
        }

        return new JsonObject { ["Errors"] = errors };
    }

    /// <summary>Answers a page at most, and names the rest, as Glue does where an answer would be too large.</summary>
    private JsonObject BatchGetPartition(JsonObject asked)
    {
        ScriptedGlueTable table = Table(asked, "TableName");
        JsonObject[] wanted = Items(asked, "PartitionsToGet", 1_000);
        var found = new JsonArray();
        var left = new JsonArray();
        foreach (JsonObject item in wanted)
        {
            if (found.Count < PageItems && table.Partitions.TryGetValue(Value(item["Values"]!), out JsonObject? partition))
            {
                found.Add(partition.DeepClone());
            }
            else if (table.Partitions.ContainsKey(Value(item["Values"]!)))
            {
                left.Add(item.DeepClone());
            }
        }

        return new JsonObject { ["Partitions"] = found, ["UnprocessedKeys"] = left };
    }

    private JsonObject GetPartitions(JsonObject asked) => Page(asked, "Partitions", [.. Table(asked, "TableName").Partitions.Values]);

    private JsonObject Page(JsonObject asked, string name, IReadOnlyList<JsonObject> items)
    {
        int begin = asked["NextToken"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        int end = Math.Min(items.Count, begin + PageItems);
        return new JsonObject
        {
            [name] = new JsonArray([.. items.Skip(begin).Take(end - begin).Select(item => item.DeepClone())]),
            ["NextToken"] = end < items.Count ? end.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private (string Name, SortedDictionary<string, ScriptedGlueTable> Tables) Database(string name) =>
        _databases.TryGetValue(name, out SortedDictionary<string, ScriptedGlueTable>? tables)
            ? (name, tables)
            : throw Refuse("EntityNotFoundException", $"Database {name} not found.");

    private ScriptedGlueTable Table(JsonObject asked, string key) =>
        Database(Text(asked, "DatabaseName")).Tables.GetValueOrDefault(Text(asked, key))
            ?? throw Refuse("EntityNotFoundException", $"Table {asked[key]} not found.");

    private ScriptedGlueCrawler FindCrawler(JsonObject asked) =>
        Crawler is { } crawler && crawler.Name == Text(asked, "Name")
            ? crawler
            : throw Refuse("EntityNotFoundException", $"Crawler entry with name {asked["Name"]} does not exist");

    private static JsonObject[] Items(JsonObject asked, string name, int most)
    {
        JsonArray items = asked[name]!.AsArray();
        return items.Count <= most && items.Count > 0
            ? [.. items.Select(item => item!.AsObject())]
            : throw Refuse("ValidationException", $"1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must have length less than or equal to {most}");
    }

    private static JsonObject Error(string key, string value, string code) => new()
    {
        [key] = new JsonArray(value),
        ["ErrorDetail"] = new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = "It was told to." },
    };

    private static string Value(JsonNode values) => values.AsArray().Single()!.GetValue<string>();

    private static string Text(JsonObject asked, string key) =>
        asked[key]?.GetValue<string>() ?? throw Refuse("InvalidInputException", $"{key} is missing");

    internal static AwsFaultException Refuse(string code, string text) => new(new AwsFault(code, 400, text));
}
