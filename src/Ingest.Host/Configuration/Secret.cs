using Ingest.Actors.Units;

namespace Ingest.Host.Configuration;

/// <summary>A secret and where it comes from. Never printed.</summary>
public sealed class Secret
{
    private readonly Func<string> _read;

    private Secret(Func<string> read) => _read = read;

    /// <summary>A secret that does not change while the process runs.</summary>
    public static Secret Of(string value) => new(() => value);

    /// <summary>A secret in a file, without the line break at its end. It is read anew each time: secrets rotate.</summary>
    public static Secret InFile(string path) => new(() => ReadFile(path));

    /// <summary>The secret as it is now.</summary>
    /// <exception cref="IngestException">Its file cannot be read.</exception>
    public string Read() => _read();

    /// <inheritdoc/>
    public override string ToString() => "***";

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"the password file {path} cannot be read: {failure.Message}", failure);
        }
    }
}
