namespace Ingest.Host.Configuration;

/// <summary>The database that rows are read from.</summary>
/// <param name="Url"><c>mysql://user@host:port/schema</c>, or <c>sqlite:///absolute/path</c>. Without a password.</param>
/// <param name="Password">Null when there is none.</param>
/// <param name="Options">Connection string keywords of the driver.</param>
/// <param name="MaxConnections">The most connections that are open at once.</param>
public sealed record SourceSpec(Uri Url, Secret? Password, IReadOnlyDictionary<string, string> Options, int MaxConnections)
{
    /// <summary>Page bytes that all connections together read in a second; null: as fast as they come.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>The longest that a snapshot may stay open.</summary>
    public required TimeSpan MaxSnapshot { get; init; }

    public const string MySqlScheme = "mysql";
    public const string SqliteScheme = "sqlite";

    /// <summary>What the engine opens. The password is read for each connection.</summary>
    public Ingest.Actors.Paging.SourceSpec ToSource() => new(Url.OriginalString)
    {
        ReadPassword = Password is null ? null : Password.Read,
        Options = Options,
        MaxConnections = MaxConnections,
        MaxBytesPerSecond = MaxBytesPerSecond,
        MaxSnapshot = MaxSnapshot,
    };
}
