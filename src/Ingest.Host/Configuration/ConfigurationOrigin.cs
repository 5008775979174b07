namespace Ingest.Host.Configuration;

/// <summary>Where a configuration is read from.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Environment">The environment's variables: overrides (<c>Ingest__Lake__Root</c>) and passwords.</param>
public sealed record ConfigurationOrigin(string File, IReadOnlyDictionary<string, string> Environment)
{
    private const string Prefix = "Ingest__";

    /// <summary>What decodes a table instead of what the file says; null: what the file says.</summary>
    public PayloadOverride? Payload { get; init; }

    /// <summary>The folder that relative paths in the configuration are taken from.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>The variables that override keys, by key: <c>Ingest__Lake__Root</c> by <c>Lake:Root</c>.</summary>
    public IReadOnlyDictionary<string, string> Overrides
    {
        get
        {
            var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string variable in Environment.Keys.Where(IsOverride))
            {
                variables.TryAdd(variable[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable);
            }

            return variables;
        }
    }

    /// <summary>Where relative paths under a table's <c>Payload</c> are taken from: the file that it stands in.</summary>
    public ConfigurationOrigin OfPayload(string table) =>
        Payload is { } other && other.Table == table ? this with { File = other.File } : this;

    /// <summary>A path of the configuration, absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    private static bool IsOverride(string variable) => variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Another way to decode a table's payloads, to be compared with its own.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="File">A layout, or an object as it stands under <c>Payload</c>; its Column may be left out. Relative paths in it are
/// taken from its own folder.</param>
public sealed record PayloadOverride(string Table, string File);
