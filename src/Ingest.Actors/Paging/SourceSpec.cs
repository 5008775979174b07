namespace Ingest.Actors.Paging;

/// <summary>A source database as the configuration says it.</summary>
/// <param name="Url"><c>mysql://user[:password]@host[:port]/schema</c>, <c>sqlite:///absolute/path</c> or
/// <c>sqlite:path/relative/to/the/working/folder.db</c>; percent escapes are decoded.</param>
public sealed record SourceSpec(string Url)
{
    public const int MaxConnectionsDefault = 4;

    public static readonly TimeSpan MaxSnapshotDefault = TimeSpan.FromMinutes(10);

    /// <summary>The password, when it is not in the URL; wins over the one in the URL.</summary>
    public string? Password { get; init; }

    /// <summary>Read anew for each connection; wins over the others. The user may be left out of the URL when it says one.</summary>
    public ISourceLogins? Logins { get; init; }

    /// <summary>Null: in the clear where the server has no TLS on this machine, <see cref="SourceTls.VerifyFull"/> with a
    /// <see cref="CaFile"/> and everywhere else.</summary>
    public SourceTls? Tls { get; init; }

    /// <summary>The PEM file with the certificates of those who may vouch for the server; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Keywords of the driver's connection string, but for those of TLS.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Connections open at once; who asks for more waits.</summary>
    public int MaxConnections { get; init; } = MaxConnectionsDefault;

    /// <summary>Page bytes that all connections together read in a second; null: as fast as they come.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>The longest that a snapshot may stay open: meanwhile the database keeps old versions of rows, and an ALTER TABLE
    /// waits.</summary>
    public TimeSpan MaxSnapshot { get; init; } = MaxSnapshotDefault;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the database may take for one answer: to a question, or a page's rows.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Says nothing of what it holds, which may be a password.</summary>
    public override string ToString() => nameof(SourceSpec);
}
