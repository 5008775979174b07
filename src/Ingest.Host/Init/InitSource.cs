using Ingest.Actors.Paging;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Checks;
using Ingest.Host.Configuration.Keys;
using Ingest.Host.Secrets;

namespace Ingest.Host.Init;

/// <summary>The database that a command line names.</summary>
internal static class InitSource
{
    /// <summary>The URL as the file has it: a SQLite file is taken from the working folder, and named by its whole path.</summary>
    public static string Url(string text)
    {
        string scheme = $"{Configuration.SourceSpec.SqliteScheme}:";
        if (!IsSqlite(text) || text.StartsWith($"{scheme}//", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        string path = Path.GetFullPath(Uri.UnescapeDataString(text[scheme.Length..]));
        return $"{scheme}//{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
    }

    /// <summary>SQLite has no type for times, and keeps them as text.</summary>
    public static bool IsSqlite(string url) => url.StartsWith($"{Configuration.SourceSpec.SqliteScheme}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens it as a run would. Connects to nothing yet.</summary>
    /// <exception cref="ConfigurationException">The URL, the password or what TLS needs is wrong.</exception>
    public static Task<ISourceDatabase> OpenAsync(
        SourceOptions options, ConfigurationOrigin origin, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new ErrorList(new Dictionary<string, string>());
        Configuration.SourceSpec? source = new SourceCheck(origin, errors).Check(options);
        if (source is null || errors.Any)
        {
            throw new ConfigurationException(errors.Sentences);
        }

        var configuration = new IngestConfiguration
        {
            Source = source,
            Lake = new Ingest.Actors.Lake.LakeSpec.Folder(origin.Folder),
            Tables = [],
            StopWithin = TimeSpan.Zero,
        };
        return SourceAccess.OpenAsync(configuration, clock, cancellation);
    }
}
