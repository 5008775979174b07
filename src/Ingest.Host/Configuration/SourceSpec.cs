using Ingest.Actors.Paging;

namespace Ingest.Host.Configuration;

/// <summary>The database that rows are read from. <see cref="Secrets.SourceAccess"/> makes of it what the engine opens.</summary>
/// <param name="Url"><c>mysql://user@host:port/schema</c>, or <c>sqlite:///absolute/path</c>. Never a password; what is left out
/// is in <see cref="Secret"/>.</param>
/// <param name="MaxConnections">The most connections that are open at once.</param>
public sealed record SourceSpec(Uri Url, int MaxConnections)
{
    public const string MySqlScheme = "mysql";
    public const string SqliteScheme = "sqlite";

    /// <summary>A secret of Secrets Manager, by name or ARN, as RDS makes them; null when there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>Null when there is none, or it is in the secret.</summary>
    public PasswordSpec? Password { get; init; }

    /// <summary>Null: as the host asks for.</summary>
    public SourceTls? Tls { get; init; }

    /// <summary>The PEM file of those who may vouch for the server; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Connection string keywords of the driver.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Page bytes that all connections together read in a second; null: as fast as they come.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>The longest that a snapshot may stay open.</summary>
    public required TimeSpan MaxSnapshot { get; init; }
}
