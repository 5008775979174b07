using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Opens the database that a URL names.</summary>
public static class SourceDatabase
{
    /// <inheritdoc cref="Open(SourceSpec, TimeProvider)"/>
    public static ISourceDatabase Open(SourceSpec spec) => Open(spec, TimeProvider.System);

    /// <summary>Checks the specification; connects to nothing yet.</summary>
    /// <param name="spec">The database.</param>
    /// <param name="clock">Tells how fast it is read and how long snapshots are open.</param>
    /// <exception cref="IngestException">The URL or an option is not understood.</exception>
    public static ISourceDatabase Open(SourceSpec spec, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.MaxConnections, 1);
        int colon = spec.Url.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? "" : spec.Url[..colon].ToLowerInvariant()) switch
        {
            "mysql" => new ConnectedDatabase(MySqlSource.Of(spec, clock), spec, clock),
            "sqlite" => new ConnectedDatabase(SqliteSource.Of(spec), spec, clock),
            _ => throw IngestException.Permanent(
                "Source.Url must begin with mysql:// or sqlite:, as in mysql://user@host:3306/schema or sqlite:///path/to/file.db."),
        };
    }
}
