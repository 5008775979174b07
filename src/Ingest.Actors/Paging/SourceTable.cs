using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>A table as it was found in the source: every name resolved and every type known.</summary>
public sealed record SourceTable
{
    public required TableSpec Spec { get; init; }

    /// <summary>What every page selects, in order: key columns, carried columns that are not key columns, payload.</summary>
    public required IReadOnlyList<SourceColumn> Selected { get; init; }

    /// <summary>Positions of the key columns in <see cref="Selected"/>.</summary>
    public required IReadOnlyList<int> Key { get; init; }

    /// <summary>Positions of the carried columns in <see cref="Selected"/>, in the configuration's order.</summary>
    public required IReadOnlyList<int> Carried { get; init; }

    /// <summary>Positions of carried columns in <see cref="Selected"/> that go into the lake as a keyed hash.</summary>
    public IReadOnlyList<int> Hashed { get; init; } = [];

    /// <summary>Position of the payload in <see cref="Selected"/>; null for a copied table.</summary>
    public int? Payload { get; init; }

    /// <summary>Position of the time column in <see cref="Selected"/>, where payloads have times that count from it; null
    /// elsewhere.</summary>
    public int? RowTime { get; init; }

    /// <summary>Position of the column that says which format a row's payload has; null where none does.</summary>
    public int? RowVersion { get; init; }

    /// <summary>The time column, which pages do not select unless it is carried or asked for; null when the whole table is one unit.</summary>
    public SourceColumn? Time { get; init; }

    /// <summary>The update column; null when there is none.</summary>
    public SourceColumn? Update { get; init; }

    /// <summary>Where the source keeps it, for the SQL of the source that resolved it; null elsewhere.</summary>
    internal SourceLayout? Layout { get; init; }

    /// <summary>Where units are blocks of keys: the highest key when the run was planned; null when there was none.</summary>
    public KeyMark? Highest { get; init; }

    /// <summary>The names of all its columns in the source, read or not.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>How its columns differ from those that the lake was last made from, a sentence's worth each.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>What an operator should know, a sentence each: a missing index, say.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The statement that gives the time column the index that it lacks, which is warned of; null where it lacks none.</summary>
    public string? LackingIndex { get; init; }

    /// <summary>What would make it faster, a sentence each.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>Whether the source has a column of that name, read or not; case is as little told apart as the databases do.</summary>
    public bool HasColumn(string name) => Known.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same table without some of its carried columns, by their names in the lake. What else needs one of them still reads
    /// it.</summary>
    public SourceTable WithoutCarried(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        int[] carried = [.. Carried.Where(position => !names.Contains(Selected[position].Lake.Name))];
        int[] kept = [.. Enumerable.Range(0, Selected.Count).Where(position =>
            Key.Contains(position) || carried.Contains(position) || position == Payload || position == RowTime || position == RowVersion)];
        return this with
        {
            Selected = [.. kept.Select(position => Selected[position])],
            Key = [.. Key.Select(Moved)],
            Carried = [.. carried.Select(Moved)],
            Hashed = [.. Hashed.Intersect(kept).Select(Moved)],
            Payload = Payload is { } payload ? Moved(payload) : null,
            RowTime = RowTime is { } time ? Moved(time) : null,
            RowVersion = RowVersion is { } version ? Moved(version) : null,
        };

        int Moved(int position) => Array.IndexOf(kept, position);
    }
}

/// <summary>A key that the source had at a moment.</summary>
/// <param name="Key">The key.</param>
/// <param name="Clock">The moment, by the source's own clock.</param>
public sealed record KeyMark(Int128 Key, DateTimeOffset Clock);

/// <summary>A column of the source.</summary>
/// <param name="Name">As the schema spells it.</param>
/// <param name="SqlType">As the schema spells it: <c>bigint(20) unsigned</c>.</param>
/// <param name="Lake">The column that it becomes, its name in lower case.</param>
public sealed record SourceColumn(string Name, string SqlType, Column Lake)
{
    /// <summary>What its type means beyond that of the lake: <c>datetime</c> is a wall clock, <c>timestamp</c> an instant; null:
    /// nothing.</summary>
    public string? Kind { get; init; }

    /// <summary>What its wall-clock times mean; null: they are UTC, or it has none.</summary>
    public WallClock? Clock { get; init; }

    /// <summary>Where text has one, in MySQL and MariaDB: how it is stored and ordered; null elsewhere.</summary>
    public Collation? Collation { get; init; }
}
