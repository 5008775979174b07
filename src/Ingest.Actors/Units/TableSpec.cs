using System.Collections.Immutable;
using Ingest.Codec;

namespace Ingest.Actors.Units;

/// <summary>One table to bring into the lake, as the configuration says it, checked.</summary>
public sealed record TableSpec
{
    /// <summary>The table's name in the lake's catalog: lower-case letters, digits and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>The table's name in the source.</summary>
    public required string SourceTable { get; init; }

    /// <summary>The folder of its objects under the lake's root, without slashes at its ends.</summary>
    public required string Path { get; init; }

    /// <summary>Source columns that together name a row, in the order of an index on them; empty: the primary key.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The source column that decides a row's unit; null when <see cref="KeyBlock"/> does, or when the whole table is
    /// one unit.</summary>
    public TimeSpec? Time { get; init; }

    /// <summary>What DATETIME columns mean, the time column too; null: UTC.</summary>
    public WallClock? Zone { get; init; }

    /// <summary>How many keys make a unit of a table without <see cref="Time"/>, 10 to 10^15; null: the whole table is one.</summary>
    public long? KeyBlock { get; init; }

    /// <summary>Whether a copied table that is one unit is read in one pass, which is not cut into pages, since it has no key.</summary>
    public bool Unpaged { get; init; }

    /// <summary>Whether it is one of all tables of the schema, and has no entry of its own: then it is read by any key that it has,
    /// what the configuration says of a column holds where it has that column, and <see cref="Unpaged"/> where it has no key.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Source columns that are taken along with each sample, in order; null: every column (a copied table).</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Source columns that are not copied, where <see cref="Columns"/> does not say which are.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Names in the lake of source columns that do not keep theirs.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Columns that go into the lake as a keyed hash; null: none.</summary>
    public HashSpec? Hash { get; init; }

    /// <summary>The column that holds payloads and how they are decoded; null for a copied table.</summary>
    public PayloadSpec? Payload { get; init; }

    /// <summary>Lake columns that row groups are sorted by, ascending, nulls first; empty: source order.</summary>
    public IReadOnlyList<string> SortBy { get; init; } = [];

    /// <summary>The source column that every update raises; null when there is none.</summary>
    public string? UpdateColumn { get; init; }

    /// <summary>How many source rows of a unit may fail to decode before the unit fails.</summary>
    public RejectBudget Rejects { get; init; } = new();

    /// <summary>Which event times are believed.</summary>
    public EventTimeWindow EventTime { get; init; } = new();

    /// <summary>How long a unit is still open after its day ended, or after the highest key left its block: transactions commit
    /// late.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How far back a routine run looks for changes.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The share of old units that a routine run compares with their records and the source, 0 to 1.</summary>
    public double Audit { get; init; } = 0.01;

    /// <summary>What happens when a unit has fewer rows than when it was last committed.</summary>
    public ShrinkRule OnShrink { get; init; } = ShrinkRule.Report;

    /// <summary>What happens when the source's columns are not those that the lake was made from.</summary>
    public DriftRule OnDrift { get; init; } = DriftRule.Fail;

    /// <summary>Whether its objects lie in a folder a day: by the dates of its samples, or of its units where rows are copied.</summary>
    public bool IsPartitioned => Payload is not null || Time is not null;

    /// <summary>Whether the table is cut into units of that kind.</summary>
    public bool HasUnits(UnitInterval like) => like switch
    {
        UnitInterval.Day => Time is not null,
        UnitInterval.Block => KeyBlock is not null,
        _ => Time is null && KeyBlock is null,
    };
}

/// <summary>The source column that decides a row's unit.</summary>
/// <param name="Column">Its name.</param>
/// <param name="As">How it tells the time.</param>
public sealed record TimeSpec(string Column, TimeEncoding As = TimeEncoding.Datetime);

/// <summary>How a source column tells the time; always UTC.</summary>
public enum TimeEncoding
{
    /// <summary>DATETIME or TIMESTAMP in MySQL; ISO 8601 text (<c>2021-01-01 00:00:00.000000</c>) in SQLite.</summary>
    Datetime,

    /// <summary>Integer seconds since 1970.</summary>
    EpochS,

    /// <summary>Integer milliseconds since 1970.</summary>
    EpochMs,

    /// <summary>Integer microseconds since 1970.</summary>
    EpochUs,
}

/// <summary>The column that holds payloads and how they are decoded.</summary>
/// <param name="Column">The source column.</param>
/// <param name="Decoder">The codec with its channels.</param>
/// <param name="VersionColumn">The source column that says which format a row's payload has; null: no column says it.</param>
public sealed record PayloadSpec(string Column, IPayloadDecoder Decoder, string? VersionColumn = null)
{
    /// <summary>What an operator should know of how they are decoded, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How many source rows of a unit may fail to decode before the unit fails.</summary>
/// <param name="Share">Of the unit's rows, 0 to 1.</param>
/// <param name="AtLeast">Allowed whatever the share comes to.</param>
public sealed record RejectBudget(double Share = 0.01, long AtLeast = 100)
{
    /// <summary>Every row may be rejected.</summary>
    public static RejectBudget Unlimited { get; } = new(1, 0);

    /// <summary>The most rejects that a unit of that many rows may have.</summary>
    public long Of(long rows) => Math.Max(AtLeast, (long)(rows * (decimal)Share));
}

/// <summary>Which event times are believed; a payload with another is rejected.</summary>
/// <param name="From">The first.</param>
/// <param name="Ahead">How far after the end of its unit's day the last may be. Means nothing where units are no days.</param>
public sealed record EventTimeWindow(DateOnly From, TimeSpan Ahead)
{
    /// <summary>The end of times that are believed where a unit's own end is not known: a block of keys has none.</summary>
    public static DateOnly End { get; } = new(2100, 1, 1);

    public EventTimeWindow()
        : this(new DateOnly(2000, 1, 1), TimeSpan.FromDays(1))
    {
    }
}

/// <summary>What happens when a unit has fewer rows than when it was last committed.</summary>
public enum ShrinkRule
{
    /// <summary>The lake is left alone and the unit is reported.</summary>
    Report,

    /// <summary>The lake follows the source.</summary>
    Follow,
}

/// <summary>What happens when the source's columns are not those that the lake was made from.</summary>
public enum DriftRule
{
    /// <summary>Nothing of the table is run until somebody accepts it.</summary>
    Fail,

    /// <summary>Columns that came or grew wider are taken from now on, and those that are gone are NULL.</summary>
    Add,

    /// <summary>Columns that came are left out, and those that are gone are NULL.</summary>
    Ignore,
}
