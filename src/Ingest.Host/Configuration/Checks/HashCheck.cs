using System.Text;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Which columns are hashed, and with what key. Says nothing of the key.</summary>
internal sealed class HashCheck(ConfigurationOrigin origin, ErrorList errors)
{
    /// <returns>Null when it is wrong.</returns>
    public HashSpec? Check(string path, HashOptions options)
    {
        if (options.KeyEnv is null == options.KeyFile is null)
        {
            errors.Add(path, "say where the secret key is with one of KeyEnv and KeyFile");
            return null;
        }

        if (Key(path, options) is not { } key)
        {
            return null;
        }

        if (key.Length < HashSpec.KeyBytesMin)
        {
            errors.Add(
                $"{path}:{(options.KeyEnv is null ? nameof(options.KeyFile) : nameof(options.KeyEnv))}",
                $"the key has {key.Length} bytes; with fewer than {HashSpec.KeyBytesMin} it can be guessed: `openssl rand -hex 32` makes one");
            return null;
        }

        return options.Columns is { Count: > 0 } columns ? new HashSpec(columns, key) : null;
    }

    private byte[]? Key(string path, HashOptions options)
    {
        if (options.KeyEnv is { } variable)
        {
            if (origin.Environment.TryGetValue(variable, out string? value))
            {
                return Encoding.UTF8.GetBytes(value);
            }

            errors.Add($"{path}:{nameof(options.KeyEnv)}", $"the environment variable {variable} is not set");
            return null;
        }

        string file = origin.Resolve(options.KeyFile!);
        try
        {
            return File.ReadAllBytes(file).AsSpan().TrimEnd("\r\n"u8).ToArray();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}:{nameof(options.KeyFile)}", $"{file} cannot be read: {unreadable.Message}");
            return null;
        }
    }
}
