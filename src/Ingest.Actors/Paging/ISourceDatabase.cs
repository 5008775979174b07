using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The database that rows are read from.</summary>
public interface ISourceDatabase : IAsyncDisposable
{
    /// <summary>For people: scheme, host and schema, never the password.</summary>
    string Name { get; }

    /// <summary>The schema that tables are in, or the file's name for an embedded source: part of a table's identity.</summary>
    string Schema { get; }

    /// <summary>How many connections may be open at once.</summary>
    int MaxConnections => int.MaxValue;

    /// <summary>
    /// Resolves a table's names against the schema. Fails with a sentence when the table, a column or a key is missing, a
    /// type has no place in the lake, or the engine has no snapshots.
    /// </summary>
    /// <exception cref="IngestException"/>
    Task<SourceTable> ResolveAsync(TableSpec table, CancellationToken cancellation);

    /// <summary>Connects, and says what was connected to; its name, where there is no more to say.</summary>
    /// <exception cref="IngestException"/>
    Task<SourceServer> ServerAsync(CancellationToken cancellation) => Task.FromResult(new SourceServer(Name, null));

    /// <summary>How far the source's own wall clock is ahead of UTC now. UTC, where it has none.</summary>
    Task<TimeSpan> UtcOffsetAsync(CancellationToken cancellation) => Task.FromResult(TimeSpan.Zero);

    /// <summary>The names of all tables that may be seen; no views.</summary>
    /// <exception cref="IngestException"/>
    Task<TableNames> TablesAsync(CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>What the schema says of a table, and a few of its rows: those of the highest keys, where it has a primary key.</summary>
    /// <exception cref="IngestException"/>
    Task<TableLook> LookAsync(string table, int rows, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Opens one connection with one consistent, read-only snapshot, its session in UTC.</summary>
    Task<ISourceSnapshot> OpenAsync(CancellationToken cancellation);
}

/// <summary>The server behind a source, as it introduces itself.</summary>
/// <param name="Version">Such as <c>MariaDB 11.4.2</c>.</param>
/// <param name="Tls">The protocol that the connection is encrypted with, such as <c>TLSv1.3</c>; null: it is not.</param>
public sealed record SourceServer(string Version, string? Tls);
