using System.Text.Json.Serialization;

namespace Ingest.Actors.Records;

/// <summary>
/// What a unit produced, from which source rows, with which decoder; or, while <see cref="State"/> is pending, what an attempt
/// is about to publish. Whatever can still be completed is listed here.
/// </summary>
public sealed record UnitRecord
{
    private static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>();

    public required RecordState State { get; init; }

    /// <summary>The attempt that wrote this; no two have the same.</summary>
    public required string Token { get; init; }

    public required string Table { get; init; }

    public required string Unit { get; init; }

    /// <summary>When the attempt's snapshot began, by the source's own clock.</summary>
    public required DateTimeOffset SourceClock { get; init; }

    /// <summary>Where the source was a replica that was behind: what had been committed until then it held for certain.</summary>
    public DateTimeOffset? Applied { get; init; }

    /// <summary>What was committed until then the attempt saw for certain.</summary>
    [JsonIgnore]
    public DateTimeOffset SourceApplied => Applied ?? SourceClock;

    /// <summary>Whether the unit could still get rows when it was read: it is read once more when it is closed.</summary>
    public required bool Open { get; init; }

    /// <summary>Blocks of keys only: when, by the source's clock, keys above the block were first seen; null while there were
    /// none.</summary>
    public DateTimeOffset? Left { get; init; }

    /// <summary>Hash of everything that changes values: <see cref="Records.DecoderHash"/>.</summary>
    public required string Decoder { get; init; }

    /// <summary>The columns of its data objects, a name and a type each.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>How the columns differ from those that the newest unit had before, a sentence's worth each; null: they do not.</summary>
    public IReadOnlyList<string>? Drift { get; init; }

    /// <summary>The version of the writer of objects; a record of a newer one is refused.</summary>
    public required int Writer { get; init; }

    /// <summary>The source rows that this attempt read.</summary>
    public required Fingerprint Source { get; init; }

    /// <summary>Sum of the source rows' hashes over all selected columns, as hex.</summary>
    public required string Checksum { get; init; }

    public required long Rejected { get; init; }

    public required long Samples { get; init; }

    public required long Points { get; init; }

    /// <summary>How many values of which columns are not what the source holds; null where all of them are.</summary>
    public IReadOnlyDictionary<string, long>? Changed { get; init; }

    /// <summary>The unit's objects, the empty ones too, in the order of their keys.</summary>
    public required IReadOnlyList<RecordedObject> Objects { get; init; }

    /// <summary>Pending only: the uploads of the attempt that this one replaced, which may not have been aborted yet.</summary>
    public IReadOnlyList<UploadRef> Superseded { get; init; } = [];

    /// <summary>Pending only: what was last committed; null when nothing ever was.</summary>
    public CommittedState? Committed { get; init; }

    [JsonIgnore]
    public bool IsCommitted => State == RecordState.Committed;

    /// <summary>What was last committed, by this record or before it.</summary>
    [JsonIgnore]
    public CommittedState? LastCommitted => IsCommitted ? new CommittedState(Source, Checksum, Decoder, Open) : Committed;

    /// <summary>Whether its objects have exactly these columns, in this order.</summary>
    public bool HasColumns(IReadOnlyList<string> columns) => Columns.SequenceEqual(columns);

    /// <summary>Whether its objects can be read beside others that have these columns: a column that both have must have a type here
    /// that the other holds.</summary>
    public bool FitsColumns(IReadOnlyList<string> columns) =>
        HasColumns(columns) || ColumnDrift.Between(Columns, columns) is { Changed.Count: 0 };

    /// <summary>The same, and none of the columns is missing. One that the source has no more is no reason to lose its values.</summary>
    public bool CoversColumns(IReadOnlyList<string> columns) =>
        HasColumns(columns) || ColumnDrift.Between(Columns, columns) is { Changed.Count: 0, Added.Count: 0 };

    /// <summary>Whether another attempt that found all objects there already has nothing to add to this record.</summary>
    public bool SaysTheSame(UnitRecord attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return IsCommitted
            && (Open, Left, Decoder, Writer, Source, Checksum)
                == (attempt.Open, attempt.Left, attempt.Decoder, attempt.Writer, attempt.Source, attempt.Checksum)
            && HasColumns(attempt.Columns)
            && (Changed ?? None).OrderBy(count => count.Key, StringComparer.Ordinal)
                .SequenceEqual((attempt.Changed ?? None).OrderBy(count => count.Key, StringComparer.Ordinal))
            && Objects.SequenceEqual(attempt.Objects);
    }

    /// <summary>Whether another attempt read the same rows and would make the same values of them, though perhaps in another order
    /// or cut in another way.</summary>
    public bool HoldsTheRowsOf(UnitRecord attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return IsCommitted
            && (Open, Decoder, Writer, Source, Checksum, Rejected)
                == (attempt.Open, attempt.Decoder, attempt.Writer, attempt.Source, attempt.Checksum, attempt.Rejected)
            && HasColumns(attempt.Columns);
    }

    /// <summary>The uploads of this attempt that may still be completed.</summary>
    [JsonIgnore]
    public IEnumerable<UploadRef> Uploads =>
        Objects.Where(made => made.UploadId is not null).Select(made => new UploadRef(made.Key, made.UploadId!));
}

[JsonConverter(typeof(JsonStringEnumConverter<RecordState>))]
public enum RecordState
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    [JsonStringEnumMemberName("committed")]
    Committed,
}

/// <summary>An object of a unit.</summary>
/// <param name="Key">Relative to the lake's root.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="Rows">Rows in it; 0 for one that was made empty.</param>
/// <param name="UploadId">Pending only: its upload; null when identical bytes are there already.</param>
public sealed record RecordedObject(string Key, long Size, string Sha256, long Rows, string? UploadId = null);

/// <summary>An upload by the store's name for it.</summary>
public sealed record UploadRef(string Key, string UploadId);

/// <summary>What the last commit read.</summary>
public sealed record CommittedState(Fingerprint Source, string Checksum, string Decoder, bool Open);

/// <summary>A record with the version that it is.</summary>
/// <param name="Record">Null when the unit has none.</param>
/// <param name="Tag">Null when the unit has none.</param>
public sealed record TaggedRecord(UnitRecord? Record, string? Tag)
{
    public static TaggedRecord None { get; } = new(null, null);
}
