using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>One table, or every table that has no entry: decoded (<see cref="Payload"/>) or copied as it is (<see cref="Copy"/>).</summary>
public sealed class TableOptions
{
    private static readonly TableSpec Defaults = new() { Name = "", SourceTable = "", Path = "", Key = [] };

    [AbsentMeans("the table's name")]
    [Description("The table's name in the source.")]
    public string? SourceTable { get; set; }

    [AbsentMeans("the table's name")]
    [Description("The folder of its objects under `Lake.Root`.")]
    public string? Path { get; set; }

    [AbsentMeans("the primary key")]
    [Description("Source columns that together name a row, in the order of an index on them.")]
    public IReadOnlyList<string>? Key { get; set; }

    [AbsentMeans("units are blocks of keys; a copied table is one")]
    [Description("The source column whose UTC day decides which unit a row belongs to.")]
    public TimeOptions? Time { get; set; }

    [AbsentMeans("UTC")]
    [Description("The time zone whose wall clock DATETIME columns show, as the IANA database calls it: `Europe/Berlin`. The lake gets instants.")]
    public string? Zone { get; set; }

    [Range(typeof(long), "10", "1000000000000000")]
    [Description("Without `Time`: how many keys, rows or not, make a unit. A block should hold some hundred thousand rows and not many dates.")]
    public long KeyBlock { get; set; } = 1_000_000;

    [AbsentMeans("none; all of a copied table")]
    [Description("Source columns that are taken along with each sample, or copied, in this order.")]
    public IReadOnlyList<string>? Columns { get; set; }

    [AbsentMeans("none")]
    [Description("Source columns that are not copied. Means nothing beside `Columns`.")]
    public IReadOnlyList<string>? Exclude { get; set; }

    [AbsentMeans("names in lower case")]
    [Description("Names in the lake, by source column: for a name that is taken or not allowed there, or that was changed in the source.")]
    public IReadOnlyDictionary<string, string>? Rename { get; set; }

    [AbsentMeans("none")]
    [Description("Columns of personal data: the lake gets their HMAC-SHA-256 as 64 hex digits, so that equal values stay equal and nobody without the key can try values out.")]
    public HashOptions? Hash { get; set; }

    [AbsentMeans("required without `Copy`")]
    [Description("The column that holds payloads, and how they are decoded.")]
    public PayloadOptions? Payload { get; set; }

    [AbsentMeans("source order")]
    [Description("Lake columns that rows are sorted by within a row group, ascending, nulls first.")]
    public IReadOnlyList<string>? SortBy { get; set; }

    [AbsentMeans("in-place updates are not seen")]
    [Description("The source column that every update of a row raises.")]
    public string? UpdateColumn { get; set; }

    [Range(typeof(Duration), "0s", "365d")]
    [Description("How long a unit is still open after its day ended, or after the highest key left its block, since transactions commit late.")]
    public Duration Settle { get; set; } = new(Defaults.Settle);

    [Range(typeof(Duration), "0s", "36500d")]
    [Description("How far back a routine run looks for changes: that many days, or the blocks that the highest key left in that time, at most the 16 newest.")]
    public Duration Lookback { get; set; } = new(Defaults.Lookback);

    [Description("How many source rows of a unit may fail to decode before the unit fails: the larger of its two keys.")]
    public RejectOptions Rejects { get; set; } = new();

    [Description("Which event times are believed. A payload with another is rejected.")]
    public EventTimeOptions EventTime { get; set; } = new();

    [Range(0.0, 1.0)]
    [Description("The share of the units older than `Lookback` that a routine run compares with the lake and the source, 0 to 1, one slice after the other.")]
    public double Audit { get; set; } = Defaults.Audit;

    [AllowedValues(ShrinkNames.Report, ShrinkNames.Follow)]
    [Description("What happens when a closed unit has fewer rows than when it was last committed: `report` leaves the lake alone, `follow` follows the source.")]
    public string OnShrink { get; set; } = ShrinkNames.Report;

    [AllowedValues(DriftNames.Fail, DriftNames.Add, DriftNames.Ignore)]
    [Description("What happens when the source's columns are not those that the lake was made from: `fail` runs nothing of the table, `add` takes columns that came or grew wider from now on, `ignore` leaves out those that came. A type that does not hold the old values always fails.")]
    public string OnDrift { get; set; } = DriftNames.Fail;

    [Description("Copy the table's rows as they are: whole, or with `Time` a day at a time.")]
    public bool Copy { get; set; }

    [Description("With `Copy`, for a table that has no key: read it in one pass that is not cut into pages.")]
    public bool Unpaged { get; set; }

    [AbsentMeans("none")]
    [Description("Of the entry `*` alone: source tables that are not copied. `*` in a name stands for any characters, `?` for one; capitals count as they do in the source.")]
    public IReadOnlyList<string>? Except { get; set; }
}
