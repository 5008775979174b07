using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Opens the database that a URL names.</summary>
public static class SourceDatabase
{
    /// <summary>Checks the specification; connects to nothing yet.</summary>
    /// <exception cref="IngestException">The URL or an option is not understood.</exception>
    public static ISourceDatabase Open(SourceSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.MaxConnections, 1);
        int colon = spec.Url.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? "" : spec.Url[..colon].ToLowerInvariant()) switch
        {
            "mysql" => new ConnectedDatabase(MySqlSource.Of(spec), spec.MaxConnections),
            "sqlite" => new ConnectedDatabase(SqliteSource.Of(spec), spec.MaxConnections),
            _ => throw IngestException.Permanent(
                "Source.Url must begin with mysql:// or sqlite:, as in mysql://user@host:3306/schema or sqlite:///path/to/file.db."),
        };
    }
}
