using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ingest.Actors.Lake;

namespace Ingest.TestKit.Aws;

/// <summary>
/// A crawler of <see cref="ScriptedGlue"/>: it lists the lake when its crawl ends and catalogs what it finds, with tables called
/// after folders. A crawl ends when it has been looked at often enough.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="database">Where it writes.</param>
/// <param name="lake">What it crawls.</param>
/// <param name="root">Where the lake lies, an <c>s3://</c> URL.</param>
/// <param name="columnsOf">The columns that it finds in a folder's objects, a name and a type each.</param>
/// <param name="clock">Tells when crawls begin.</param>
[SuppressMessage("Maintainability", "CA1507", Justification = "Names of the protocol.")]
public sealed partial class ScriptedGlueCrawler(
    string name, string database, ILake lake, string root, Func<string, IReadOnlyList<string>> columnsOf, TimeProvider clock)
{
    private readonly Queue<(string Status, string? Error)> _ends = new();
    private JsonObject? _lastCrawl;
    private JsonObject? _toldCrawl;
    private int _looksUntilTold;
    private DateTimeOffset _begun;
    private int _looksLeft;

    public string Name => name;

    public string Database { get; set; } = database;

    public string State { get; private set; } = "READY";

    /// <summary>Crawls that were begun, whoever began them.</summary>
    public int Starts { get; private set; }

    /// <summary>How often a crawl is looked at before it has ended.</summary>
    public int LooksPerCrawl { get; set; } = 3;

    /// <summary>Folders that it passes by.</summary>
    public Func<string, bool> Excludes { get; set; } = _ => false;

    /// <summary>What it takes a column for, a name and a type.</summary>
    public Func<string, string> Finds { get; set; } = column => column;

    /// <summary>Somebody looks at it, and sees that state.</summary>
    public Action<string> Looked { get; set; } = _ => { };

    /// <summary>How often it is looked at, ready, before it tells of the crawl that has ended.</summary>
    public int LooksUntilTold { get; set; }

    /// <summary>What it says that it crawls, with patterns that it excludes; null: the lake, whole.</summary>
    public IReadOnlyList<(string Path, string[] Exclusions)>? Targets { get; set; }

    /// <summary>What it says that it does when columns have changed.</summary>
    public string UpdateBehavior { get; set; } = "UPDATE_IN_DATABASE";

    /// <summary>How the next crawl ends.</summary>
    public void EndNext(string status, string? error = null) => _ends.Enqueue((status, error));

    /// <summary>Somebody else starts it.</summary>
    public JsonObject Start()
    {
        if (State != "READY")
        {
            throw ScriptedGlue.Refuse("CrawlerRunningException", $"Crawler with name {name} has already started");
        }

        State = "RUNNING";
        Starts++;
        _begun = clock.GetUtcNow();
        _looksLeft = LooksPerCrawl;
        return [];
    }

    internal async Task<JsonObject> LookAsync(ScriptedGlue glue)
    {
        if (State != "READY" && --_looksLeft < 0)
        {
            await EndAsync(glue);
        }
        else if (State == "RUNNING" && _looksLeft == 0)
        {
            State = "STOPPING";
        }

        if (State == "READY" && --_looksUntilTold < 0)
        {
            _toldCrawl = _lastCrawl;
        }

        Looked(State);
        return new JsonObject
        {
            ["Crawler"] = new JsonObject
            {
                ["Name"] = name,
                ["State"] = State,
                ["DatabaseName"] = Database,
                ["Targets"] = new JsonObject { ["S3Targets"] = new JsonArray([.. (Targets ?? [(root, [])]).Select(Target)]) },
                ["SchemaChangePolicy"] = new JsonObject { ["UpdateBehavior"] = UpdateBehavior, ["DeleteBehavior"] = "DEPRECATE_IN_DATABASE" },
                ["LastCrawl"] = _toldCrawl?.DeepClone(),
            },
        };
    }

    private static JsonObject Target((string Path, string[] Exclusions) target) => new()
    {
        ["Path"] = target.Path,
        ["Exclusions"] = new JsonArray([.. target.Exclusions.Select(pattern => JsonValue.Create(pattern))]),
    };

    private async Task EndAsync(ScriptedGlue glue)
    {
        (string status, string? error) = _ends.TryDequeue(out (string, string?) end) ? end : ("SUCCEEDED", null);
        if (status == "SUCCEEDED")
        {
            await CrawlAsync(glue);
        }

        State = "READY";
        _looksUntilTold = LooksUntilTold;
        _lastCrawl = new JsonObject
        {
            ["Status"] = status,
            ["ErrorMessage"] = error,
            ["LogGroup"] = "/aws-glue/crawlers",
            ["LogStream"] = name,
            ["StartTime"] = (_begun - DateTimeOffset.UnixEpoch).TotalSeconds,
        };
    }

    private async Task CrawlAsync(ScriptedGlue glue)
    {
        SortedDictionary<string, ScriptedGlueTable> tables = glue.Tables(Database);
        await foreach (LakeObject found in lake.ListAsync("", CancellationToken.None))
        {
            string folder = found.Key[..found.Key.LastIndexOf('/')];
            string[] parts = folder.Split('/');
            bool partitioned = parts[^1].Contains('=', StringComparison.Ordinal);
            string path = partitioned ? string.Join('/', parts[..^1]) : folder;
            if (Excludes(folder))
            {
                continue;
            }

            JsonObject storage = Storage($"{root}/{path}/", columnsOf(path));
            ScriptedGlueTable table = Catalog(tables, path, storage, partitioned ? parts[^1].Split('=')[0] : null);
            if (partitioned)
            {
                table.Partitions[parts[^1].Split('=', 2)[1]] = new JsonObject
                {
                    ["Values"] = new JsonArray(parts[^1].Split('=', 2)[1]),
                    ["StorageDescriptor"] = Storage($"{root}/{folder}/", columnsOf(path)),
                };
            }
        }
    }

    private ScriptedGlueTable Catalog(SortedDictionary<string, ScriptedGlueTable> tables, string path, JsonObject storage, string? key)
    {
        string called = Other().Replace(path.Split('/')[^1].ToLowerInvariant(), "_");
        var input = new JsonObject
        {
            ["Name"] = called,
            ["StorageDescriptor"] = storage,
            ["PartitionKeys"] = key is null ? [] : new JsonArray(new JsonObject { ["Name"] = key, ["Type"] = "string" }),
            ["Parameters"] = new JsonObject { ["classification"] = "parquet", ["UPDATED_BY_CRAWLER"] = name },
        };
        if (tables.TryGetValue(called, out ScriptedGlueTable? present))
        {
            present.Update(input, archive: true);
            return present;
        }

        return tables[called] = new ScriptedGlueTable(Database, input);
    }

    private JsonObject Storage(string location, IReadOnlyList<string> columns) => new()
    {
        ["Location"] = location,
        ["Columns"] = new JsonArray([.. columns.Select(Finds).Select(column => new JsonObject
        {
            ["Name"] = column.Split(' ')[0],
            ["Type"] = column.Split(' ')[1],
        })]),
        ["SerdeInfo"] = new JsonObject { ["SerializationLibrary"] = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
    };

    [GeneratedRegex("[^a-z0-9_]")]
    private static partial Regex Other();
}
