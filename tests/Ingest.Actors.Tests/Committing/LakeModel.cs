using System.Collections.Immutable;
using Ingest.Actors.Committing;
using Ingest.Actors.Records;

namespace Ingest.Actors.Tests.Committing;

/// <summary>A lake as one immutable value: one record, uploads that may still be published, and what readers see.</summary>
/// <param name="Record">A record's tag is its writer and its state: no attempt writes the same state twice.</param>
/// <param name="Uploads">Upload id to content.</param>
/// <param name="Objects">Key to content.</param>
internal sealed record LakeModel(
    TaggedRecord Record, ImmutableSortedDictionary<string, string> Uploads, ImmutableSortedDictionary<string, string> Objects)
{
    /// <summary>What an object without rows holds.</summary>
    public const string Empty = "empty";

    /// <summary>What a step does to the lake, and its answer.</summary>
    public (LakeModel Lake, CommitReply Reply) Do(CommitStep step) => step switch
    {
        CommitStep.Abort abort => (this with { Uploads = Uploads.Remove(abort.Upload.UploadId) }, CommitReply.Done),
        CommitStep.Put put => put.IfTag == Record.Tag ? Put(put.Record) : (this, CommitReply.Refused),
        CommitStep.Publish publish => Uploads.TryGetValue(publish.Object.UploadId, out string? content)
            ? (this with { Uploads = Uploads.Remove(publish.Object.UploadId), Objects = Objects.SetItem(publish.Object.Key, content) }, CommitReply.Done)
            : (this, CommitReply.Refused),
        CommitStep.Look look => (this, new CommitReply(Objects.ContainsKey(look.Object.Key))),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Whether a record ever said that an older snapshot was committed last than the record before it.</summary>
    private bool WentBack { get; init; }

    /// <summary>The oracle: what a committed record says, the lake holds, and what was committed never goes back. Null, or what
    /// is wrong.</summary>
    public string? Disagreement()
    {
        if (WentBack)
        {
            return "what was committed went back";
        }

        if (Record.Record is not { IsCommitted: true } committed)
        {
            return null;
        }

        IReadOnlyDictionary<string, string> source = ModelSource.Of(committed);
        return ModelSource.Keys
            .Where(key => Objects.GetValueOrDefault(key, Empty) != source.GetValueOrDefault(key, Empty))
            .Select(key => $"{committed.Token} committed snapshot {ModelSource.SnapshotOf(committed)}, and {key} holds {Objects.GetValueOrDefault(key)}")
            .FirstOrDefault();
    }

    private (LakeModel Lake, CommitReply Reply) Put(UnitRecord record)
    {
        string tag = $"{record.Token}-{record.State}";
        bool wentBack = record.LastCommitted?.Source.Rows < Record.Record?.LastCommitted?.Source.Rows;
        return (this with { Record = new TaggedRecord(record, tag), WentBack = WentBack || wentBack }, CommitReply.Written(tag));
    }
}

/// <summary>A unit with two event dates whose source has changed whenever it is looked at again: dates go, come, stay as they
/// were and become again what they had been.</summary>
internal static class ModelSource
{
    public static readonly string[] Keys = ["d1", "d2"];

    private static readonly Dictionary<string, string>[] Snapshots =
    [
        new() { ["d1"] = "a", ["d2"] = "p" },
        new() { ["d1"] = "b" },
        new() { ["d1"] = "b", ["d2"] = "q" },
        new() { ["d1"] = "a", ["d2"] = "q" },
    ];

    /// <summary>The lake after a first commit of the first snapshot.</summary>
    public static LakeModel Committed { get; } = new(
        new TaggedRecord(Record("w0", 0, Snapshots[0].Select(made => Made(made.Key, made.Value, null))) with { State = RecordState.Committed }, "w0-Committed"),
        ImmutableSortedDictionary<string, string>.Empty,
        Snapshots[0].ToImmutableSortedDictionary());

    public static LakeModel Nothing { get; } = Committed with
    {
        Record = TaggedRecord.None,
        Objects = ImmutableSortedDictionary<string, string>.Empty,
    };

    public static IReadOnlyDictionary<string, string> At(int snapshot) => Snapshots[snapshot];

    public static IReadOnlyDictionary<string, string> Of(UnitRecord record) => At(SnapshotOf(record));

    public static int SnapshotOf(UnitRecord record) => (int)record.Source.Rows;

    public static RecordedObject Made(string key, string content, string? uploadId) => new(key, 1, content, 1, uploadId);

    public static UnitRecord Record(string token, int snapshot, IEnumerable<RecordedObject> objects) => new()
    {
        State = RecordState.Pending,
        Token = token,
        Table = "readings",
        Unit = "20260105",
        SourceClock = default,
        Open = false,
        Decoder = "d",
        Writer = 1,
        Source = Fingerprint.Empty with { Rows = snapshot },
        Checksum = "",
        Rejected = 0,
        Samples = 0,
        Points = 0,
        Objects = [.. objects],
    };
}
