using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The source's address and password.</summary>
internal sealed class SourceCheck(ConfigurationOrigin origin, ErrorList errors)
{
    private const string UrlKey = "Source:Url";
    private const string PasswordKey = "Source:Password";

    public SourceSpec? Check(SourceOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        Secret? password = options.Password is null ? null : Password(options.Password);
        return options.Url is not null && Url(options.Url) is { } url
            ? new SourceSpec(url, password, options.Options ?? new Dictionary<string, string>(), options.MaxConnections)
            {
                MaxBytesPerSecond = options.MaxBytesPerSecond?.Bytes,
                MaxSnapshot = options.MaxSnapshot.Value,
            }
            : null;
    }

    private Uri? Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
        {
            errors.Add(UrlKey, $"'{text}' is no URL; write mysql://user@host:3306/schema or sqlite:///absolute/path");
            return null;
        }

        return url.Scheme switch
        {
            SourceSpec.MySqlScheme => MySql(url),
            SourceSpec.SqliteScheme => Sqlite(url),
            _ => Wrong($"unknown scheme '{url.Scheme}'; write mysql://user@host:3306/schema or sqlite:///absolute/path"),
        };
    }

    private Uri? MySql(Uri url)
    {
        if (url.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            return Wrong("holds a password; write it under Source:Password instead, so that the URL can be printed");
        }

        if (url.Host.Length == 0)
        {
            return Wrong("names no host; write mysql://user@host:3306/schema");
        }

        if (url.AbsolutePath.Trim('/').Length == 0 || url.AbsolutePath.Trim('/').Contains('/', StringComparison.Ordinal))
        {
            return Wrong("names no schema; write mysql://user@host:3306/schema");
        }

        return url.Query.Length == 0 ? url : Wrong("ends in a query; write the driver's keywords under Source:Options");
    }

    private Uri? Sqlite(Uri url)
    {
        if (url.Host.Length != 0 || url.AbsolutePath.Trim('/').Length == 0)
        {
            return Wrong("names no file; write sqlite:///absolute/path, or sqlite:path relative to the configuration file");
        }

        string file = origin.Resolve(Uri.UnescapeDataString(url.AbsolutePath));
        return new UriBuilder(SourceSpec.SqliteScheme, "") { Path = file }.Uri;
    }

    private Uri? Wrong(string sentence)
    {
        errors.Add(UrlKey, sentence);
        return null;
    }

    private Secret? Password(PasswordOptions options)
    {
        if (new[] { options.Env, options.File, options.Value }.Count(key => key is not null) != 1)
        {
            errors.Add(PasswordKey, "say where the password is with one of Env, File and Value");
            return null;
        }

        return options switch
        {
            { Env: { } variable } => InEnvironment(variable),
            { File: { } file } => InFile(origin.Resolve(file)),
            _ => Secret.Of(options.Value!),
        };
    }

    private Secret? InEnvironment(string variable)
    {
        if (origin.Environment.TryGetValue(variable, out string? value))
        {
            return Secret.Of(value);
        }

        errors.Add($"{PasswordKey}:Env", $"the environment variable {variable} is not set");
        return null;
    }

    private Secret? InFile(string file)
    {
        if (File.Exists(file))
        {
            return Secret.InFile(file);
        }

        errors.Add($"{PasswordKey}:File", $"there is no file {file}");
        return null;
    }
}
