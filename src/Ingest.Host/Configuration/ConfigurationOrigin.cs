namespace Ingest.Host.Configuration;

/// <summary>Where a configuration is read from.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Environment">The environment's variables: overrides (<c>Ingest__Lake__Root</c>) and passwords.</param>
public sealed record ConfigurationOrigin(string File, IReadOnlyDictionary<string, string> Environment)
{
    private const string Prefix = "Ingest__";

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

    /// <summary>A path of the configuration, absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    private static bool IsOverride(string variable) => variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
