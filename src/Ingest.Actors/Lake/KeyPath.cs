namespace Ingest.Actors.Lake;

/// <summary>Keys as paths below a folder. A key comes from a configuration or from a record, and must not lead elsewhere.</summary>
internal static class KeyPath
{
    /// <exception cref="ArgumentException">It would lead out of the folder.</exception>
    public static string Under(string folder, string key)
    {
        Check(key);
        return Path.Combine(folder, key.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <exception cref="ArgumentException">It would lead out of the lake.</exception>
    public static void Check(string key)
    {
        if (!IsKey(key))
        {
            throw new ArgumentException($"'{key}' is no key of a lake.", nameof(key));
        }
    }

    public static bool IsKey(string key) =>
        !key.Split('/').Any(part => part is "" or "." or "..") && !key.Contains('\\', StringComparison.Ordinal);
}
