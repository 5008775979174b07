using System.Collections.Immutable;
using Ingest.Actors.Committing;
using Ingest.Actors.Records;

namespace Ingest.Actors.Tests.Committing;

/// <summary>A lake as one immutable value: one record, uploads that may still be published, and what readers see.</summary>
/// <param name="Record">A record's tag says what the record holds: who wrote it, in which state, and what it lists.</param>
/// <param name="Uploads">Upload id to content.</param>
/// <param name="Objects">Key to content.</param>
internal sealed record LakeModel(
    TaggedRecord Record, ImmutableSortedDictionary<string, string> Uploads, ImmutableSortedDictionary<string, string> Objects)
{
    /// <summary>What an object without rows holds.</summary>
    public const string Empty = "empty";

    /// <summary>What the source holds by date, whenever it is looked at again.</summary>
    public ImmutableArray<IReadOnlyDictionary<string, string>> Snapshots { get; init; } = [];

    /// <summary>Uploads whose completion the store accepted and that land later: upload id to key.</summary>
    public ImmutableSortedDictionary<string, string> Accepted { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A completion that was accepted lands.</summary>
    public LakeModel Land(string uploadId) => this with
    {
        Accepted = Accepted.Remove(uploadId),
        Uploads = Uploads.Remove(uploadId),
        Objects = Objects.SetItem(Accepted[uploadId], Uploads[uploadId]),
    };

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

        IReadOnlyDictionary<string, string> source = Snapshots[ModelSource.SnapshotOf(committed)];
        return ModelSource.Keys
            .Where(key => Objects.GetValueOrDefault(key, Empty) != source.GetValueOrDefault(key, Empty))
            .Select(key => $"{committed.Token} committed snapshot {ModelSource.SnapshotOf(committed)}, and {key} holds {Objects.GetValueOrDefault(key)}")
            .FirstOrDefault();
    }

    private (LakeModel Lake, CommitReply Reply) Put(UnitRecord record)
    {
        string tag = $"{record.Token}-{record.State}-{ModelSource.SnapshotOf(record)}-{record.LastCommitted?.Source.Rows}"
            + $"-{Ids(record.Uploads)}-{Ids(record.Superseded)}";
        bool wentBack = record.LastCommitted?.Source.Rows < Record.Record?.LastCommitted?.Source.Rows;
        return (this with { Record = new TaggedRecord(record, tag), WentBack = WentBack || wentBack }, CommitReply.Written(tag));
    }

    private static string Ids(IEnumerable<UploadRef> uploads) => string.Join(',', uploads.Select(upload => upload.UploadId));
}
