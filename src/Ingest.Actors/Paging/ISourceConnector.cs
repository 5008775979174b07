namespace Ingest.Actors.Paging;

/// <summary>What differs between the kinds of database: how to connect, what the schema says, and the SQL.</summary>
internal interface ISourceConnector
{
    /// <summary>For people: scheme, host and schema, never the password.</summary>
    string Name { get; }

    /// <summary>The schema that tables are in; the file's name for SQLite.</summary>
    string Schema { get; }

    SqlDialect Dialect { get; }

    /// <summary>Connects. The caller owns the session.</summary>
    Task<SourceSession> ConnectAsync(CancellationToken cancellation);

    /// <summary>Starts one consistent, read-only transaction and asks for the database's clock just before.</summary>
    Task<DateTimeOffset> BeginSnapshotAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>How far a replica is behind, to be asked before the snapshot begins; zero for what is no replica.</summary>
    /// <exception cref="Units.IngestException">It is a replica, and replication is stopped.</exception>
    Task<TimeSpan> LagAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>What the server says of itself.</summary>
    Task<SourceServer> ServerAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>What an operator should know of the server, a sentence; null when there is nothing.</summary>
    Task<string?> WarningAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>How far the server's own wall clock is ahead of UTC now; null where it is that of this machine. Changes the
    /// session.</summary>
    Task<TimeSpan?> UtcOffsetAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>The names of all tables that may be seen; no views.</summary>
    Task<TableNames> TablesAsync(SourceSession session, CancellationToken cancellation);

    /// <summary>What the schema says of a table; null when it has no such table.</summary>
    Task<TableSchema?> DescribeAsync(SourceSession session, string table, CancellationToken cancellation);
}
