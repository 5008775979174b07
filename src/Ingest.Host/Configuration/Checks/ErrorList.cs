namespace Ingest.Host.Configuration.Checks;

/// <summary>What is wrong so far: one sentence a key, the first, so that one mistake is told once.</summary>
/// <param name="overridden">Keys that the environment overrides, and by which variable.</param>
internal sealed class ErrorList(IReadOnlyDictionary<string, string> overridden)
{
    private readonly Dictionary<string, string> _byPath = new(StringComparer.OrdinalIgnoreCase);

    public bool Any => _byPath.Count != 0;

    public IReadOnlyList<string> Sentences =>
        [.. _byPath.Select(error => $"{error.Key}{Variable(error.Key)}: {error.Value}")];

    /// <param name="path">The full key: <c>Tables:readings:Payload:Codec</c>.</param>
    /// <param name="sentence">What is wrong with it and what is expected.</param>
    public void Add(string path, string sentence) => _byPath.TryAdd(path, sentence);

    /// <summary>Whether a key, or one that it is inside of, is wrong.</summary>
    public bool Covers(string path) => _byPath.Keys.Any(wrong =>
        path.StartsWith(wrong, StringComparison.OrdinalIgnoreCase)
        && (path.Length == wrong.Length || path[wrong.Length] == ':'));

    private string Variable(string path) =>
        overridden.TryGetValue(path, out string? variable) ? $" (environment variable {variable})" : "";
}
