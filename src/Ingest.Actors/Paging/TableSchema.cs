namespace Ingest.Actors.Paging;

/// <summary>What the database's schema says of a table.</summary>
/// <param name="Name">As the schema spells it.</param>
/// <param name="Refusal">Why it cannot be read, to follow "The table 'x' "; null when it can.</param>
/// <param name="Columns">In the schema's order.</param>
/// <param name="PrimaryKey">Its columns, in order; none where there is none.</param>
/// <param name="Indexes">Those that a query may be told to use, the primary key first.</param>
public sealed record TableSchema(
    string Name,
    string? Refusal,
    IReadOnlyList<SchemaColumn> Columns,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<SchemaIndex> Indexes);

/// <summary>A column as the schema has it.</summary>
public sealed record SchemaColumn(string Name, string SqlType, bool Nullable)
{
    /// <summary>Whether the database itself raises it with every update of a row.</summary>
    public bool IsRaised { get; init; }

    /// <summary>Where text has one, in MySQL and MariaDB: how it is stored and ordered; null elsewhere.</summary>
    public Collation? Collation { get; init; }
}

/// <summary>An index over whole columns.</summary>
/// <param name="Name">Null for the order that the table itself is kept in.</param>
/// <param name="Unique">No two rows alike.</param>
/// <param name="Columns">In the index's order.</param>
public sealed record SchemaIndex(string? Name, bool Unique, IReadOnlyList<string> Columns);
