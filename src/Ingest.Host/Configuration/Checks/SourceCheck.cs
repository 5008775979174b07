using Ingest.Actors.Paging;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Configuration.Checks;

/// <summary>The source's address, and as whom and how it is reached.</summary>
internal sealed class SourceCheck(ConfigurationOrigin origin, ErrorList errors)
{
    private const string UrlKey = "Source:Url";
    private const string Examples = "write mysql://user@host:3306/schema or sqlite:///absolute/path";
    private const string NoUrl = "mysql:///";

    public SourceSpec? Check(SourceOptions? options)
    {
        if (options is not { Url: not null } and not { Secret: not null })
        {
            errors.Add(UrlKey, $"missing; {Examples}, or name a secret that says it with Source:Secret");
            return null;
        }

        PasswordSpec? password = options.Password is null ? null : new PasswordCheck(origin, errors).Check(options.Password);
        if (Url(options.Url ?? NoUrl, options.Secret is not null) is not { } url)
        {
            return null;
        }

        RefuseClashes(options, url);
        return new SourceSpec(url, options.MaxConnections)
        {
            Secret = options.Secret,
            Password = password,
            Tls = Tls(options),
            CaFile = CaFile(options.CaFile),
            Options = options.Options ?? new Dictionary<string, string>(),
            MaxBytesPerSecond = options.MaxBytesPerSecond?.Bytes,
            MaxSnapshot = options.MaxSnapshot.Value,
        };
    }

    private Uri? Url(string text, bool secret)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
        {
            return Wrong($"{Quoted(text)} is no URL; {Examples}");
        }

        return url.Scheme switch
        {
            SourceSpec.MySqlScheme => MySql(url, secret),
            SourceSpec.SqliteScheme => Sqlite(url),
            _ => Wrong($"{(text.Contains('@', StringComparison.Ordinal) ? "unknown scheme" : $"unknown scheme '{url.Scheme}'")}; {Examples}"),
        };
    }

    /// <summary>What may hold a password is not repeated.</summary>
    private static string Quoted(string text) => text.Contains('@', StringComparison.Ordinal) ? "it" : $"'{text}'";

    private Uri? MySql(Uri url, bool secret)
    {
        string schema = url.AbsolutePath.Trim('/');
        return url switch
        {
            _ when url.UserInfo.Contains(':', StringComparison.Ordinal) =>
                Wrong("holds a password; write it under Source:Password instead, so that the URL can be printed"),
            _ when secret && url.UserInfo.Length != 0 => Wrong("names a user, and so does the secret of Source:Secret; leave the user out here"),
            _ when !secret && url.UserInfo.Length == 0 && url.Host.Length != 0 => Wrong("names no user; write mysql://user@host:3306/schema"),
            _ when !secret && url.Host.Length == 0 => Wrong("names no host; write mysql://user@host:3306/schema"),
            _ when (!secret && schema.Length == 0) || schema.Contains('/', StringComparison.Ordinal) =>
                Wrong("names no schema; write mysql://user@host:3306/schema"),
            _ when url.Query.Length != 0 || url.Fragment.Length != 0 => Wrong("ends in a query; write the driver's keywords under Source:Options"),
            _ => url,
        };
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

    private void RefuseClashes(SourceOptions options, Uri url)
    {
        if (url.Scheme == SourceSpec.SqliteScheme)
        {
            foreach ((string key, object? value) in new (string, object?)[]
            {
                ("Secret", options.Secret), ("Password", options.Password), ("Tls", options.Tls), ("CaFile", options.CaFile),
            })
            {
                Refuse(value is not null, key, "only for mysql://; a file has no login");
            }
        }

        Refuse(options is { Secret: not null, Password: not null }, "Password", "the secret of Source:Secret has the password; leave one of them out");
        bool unverified = options.Tls is TlsNames.Required or TlsNames.Off;
        Refuse(unverified && options.CaFile is not null, "CaFile", $"nobody is asked to vouch for the server with Source:Tls {options.Tls}; leave one of them out");
        Refuse(unverified && options.Password?.RdsToken == true, "Tls", "an RDS token goes to a verified server only; leave Tls out");
    }

    private void Refuse(bool condition, string key, string sentence)
    {
        if (condition)
        {
            errors.Add($"Source:{key}", sentence);
        }
    }

    /// <summary>A token is worth a password for a quarter of an hour: it goes nowhere unverified.</summary>
    private static SourceTls? Tls(SourceOptions options) => options.Tls switch
    {
        TlsNames.VerifyCa => SourceTls.VerifyCa,
        TlsNames.Required => SourceTls.Required,
        TlsNames.Off => SourceTls.Off,
        null when options.Password?.RdsToken != true => null,
        _ => SourceTls.VerifyFull,
    };

    private string? CaFile(string? file)
    {
        string? path = file is null ? null : origin.Resolve(file);
        if (path is not null && !File.Exists(path))
        {
            errors.Add(
                "Source:CaFile",
                $"there is no file {path}; for RDS and Aurora download https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem");
        }

        return path;
    }
}
