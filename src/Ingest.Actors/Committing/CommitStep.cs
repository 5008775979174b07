using Ingest.Actors.Lake;
using Ingest.Actors.Records;

namespace Ingest.Actors.Committing;

/// <summary>The one thing that a commit does next.</summary>
public abstract record CommitStep
{
    private CommitStep()
    {
    }

    /// <summary>End an upload, until the store says that there is no such upload. Answer: <see cref="CommitReply.Done"/>.</summary>
    public sealed record Abort(UploadRef Upload) : CommitStep;

    /// <summary>Write the record over the version given. Answer: <see cref="CommitReply.Written"/>, or
    /// <see cref="CommitReply.Refused"/> when another version is there.</summary>
    public sealed record Put(UnitRecord Record, string? IfTag) : CommitStep;

    /// <summary>Make a prepared object visible. Answer: <see cref="CommitReply.Done"/>, or
    /// <see cref="CommitReply.Refused"/> when there is no such upload.</summary>
    public sealed record Publish(PreparedObject Object) : CommitStep;

    /// <summary>Look whether the object is there in full. Answer: <see cref="CommitReply.Done"/> or
    /// <see cref="CommitReply.Refused"/>.</summary>
    /// <param name="Object">The object.</param>
    /// <param name="Token">The attempt that must have made it, where the store keeps that; null for one that was there before, whoever
    /// made it: whoever replaces it claims the record first, and then the next put is refused.</param>
    public sealed record Look(RecordedObject Object, string? Token) : CommitStep
    {
        public bool IsIn(LakeObject? found) =>
            found is not null && found.Size == Object.Size && (Token is null || found.Token is null || found.Token == Token);
    }

    /// <summary>Nothing more.</summary>
    public sealed record End(CommitEnd How) : CommitStep;
}

/// <summary>What a step came to.</summary>
public readonly record struct CommitReply(bool Ok, string? Tag = null)
{
    public static CommitReply Done { get; } = new(true);

    public static CommitReply Refused { get; } = new(false);

    public static CommitReply Written(string tag) => new(true, tag);
}

/// <summary>How a commit ended.</summary>
public enum CommitEnd
{
    /// <summary>The record and the lake say what this attempt read.</summary>
    Committed,

    /// <summary>Another attempt moved first: what this one prepared is gone, and the unit is to be planned again.</summary>
    Lost,
}
