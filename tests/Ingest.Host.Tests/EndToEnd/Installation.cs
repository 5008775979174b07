using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Commands;
using Ingest.Host.Output;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>What a user has: a source, a configuration that can be changed between two commands, and a lake.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string PasswordVariable = "INSTALLATION_PASSWORD";

    private const string Password = $$""", "Password": { "Env": "{{PasswordVariable}}" }""";

    private readonly TempFolder _folder;

    private Installation(TempFolder folder, Database source)
    {
        _folder = folder;
        Source = source;
        Configuration = JsonNode.Parse($$"""
            {
              "Source": { "Url": "{{source.Url}}" {{(source.Password is null ? "" : Password)}} },
              "Lake": { "Root": "lake" },
              "Tables": {},
              "Retry": { "Count": 0 }
            }
            """)!.AsObject();
        if (source.Password is { } password)
        {
            Environment[PasswordVariable] = password;
        }
    }

    public Database Source { get; }

    public JsonObject Configuration { get; }

    public Dictionary<string, string> Environment { get; } = [];

    public string Folder => _folder.Path;

    /// <summary>What the executable calls the source: its URL without the user.</summary>
    public string SourceName => Source.Password is null
        ? $"sqlite:{Path.Combine(Folder, "source.db")}"
        : $"mysql://{Source.Url[(Source.Url.IndexOf('@', StringComparison.Ordinal) + 1)..]}";

    public string Lake => Path.Combine(Folder, "lake");

    public string Config => Path.Combine(Folder, "ingest.json");

    public static async Task<Installation> CreateAsync(DatabaseKind kind)
    {
        var folder = new TempFolder();
        try
        {
            return new Installation(folder, await Database.CreateAsync(kind, folder.Path));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Adds a table, or puts another configuration in the place of its first.</summary>
    public void Table(string name, string json) => Configuration["Tables"]![name] = JsonNode.Parse(json);

    /// <summary>Writes the configuration and runs a verb with it.</summary>
    public Task<CliResult> RunAsync(string verb, params string[] arguments)
    {
        SaveConfiguration();
        return RunWrittenAsync(verb, arguments);
    }

    /// <summary>Runs a verb with the configuration as it was written to its file.</summary>
    public Task<CliResult> RunWrittenAsync(string verb, params string[] arguments) => VerbAsync([verb, .. arguments, "--config", Config]);

    /// <summary>Runs a verb with these arguments and no others. Lines of progress are left out.</summary>
    public async Task<CliResult> VerbAsync(IReadOnlyList<string> arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var context = new CommandContext(new Terminal(output, error, false), Environment, TimeProvider.System);
        int exit = await IngestCommand.RunAsync(arguments, context, CancellationToken.None);
        return new CliResult(exit, output.ToString(), ProgressLines.LeftOut(error.ToString()));
    }

    /// <summary>Runs a verb that is expected to end with an exit code, and reads the one object that it writes.</summary>
    public async Task<JsonElement> JsonAsync(int exit, string verb, params string[] arguments)
    {
        CliResult result = await RunAsync(verb, [.. arguments, "--json"]);
        Assert.True(result.Exit == exit, $"ended with {result.Exit}: {result.Error}{result.Out}");
        return JsonSerializer.Deserialize<JsonElement>(result.Out);
    }

    /// <summary>What <c>ingest query</c> answers: a line a row, cells apart by a bar, null as nothing.</summary>
    public async Task<string[]> QueryAsync(string sql)
    {
        JsonElement answer = await JsonAsync(0, "query", sql);
        return [.. answer.GetProperty("rows").EnumerateArray().Select(row => string.Join('|', row.EnumerateArray().Select(Text)))];
    }

    private static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };

    public string SaveConfiguration()
    {
        File.WriteAllText(Config, Configuration.ToJsonString());
        return Config;
    }

    /// <summary>Every file of the lake but its lock, with when it was written and what is in it.</summary>
    public Dictionary<string, string> LakeFiles() => Directory.Exists(Lake)
        ? Directory.EnumerateFiles(Lake, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != ".lock")
            .ToDictionary(
                path => Path.GetRelativePath(Lake, path),
                path => $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToBase64String(File.ReadAllBytes(path))}")
        : [];

    /// <summary>The objects that a reader of the lake sees.</summary>
    public string[] Objects() =>
        [.. LakeFiles().Keys.Where(path => !path.StartsWith("_ingest", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        _folder.Dispose();
    }
}
