using Ingest.Actors.Committing;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;

namespace Ingest.Actors.Tests.Committing;

/// <summary>Where an attempt at a unit is.</summary>
internal enum Phase
{
    Get,
    Snapshot,
    Prepare,
    Drop,
    Commit,
    Clean,
    Committed,
    Lost,
    Failed,
    Dead,
}

/// <summary>One attempt at a unit as a value: each step gives the next. Its commit is the real <see cref="CommitProtocol"/>.</summary>
internal sealed record ModelAttempt(string Token)
{
    public Phase Phase { get; init; }

    public TaggedRecord Begun { get; init; } = TaggedRecord.None;

    public int Snapshot { get; init; }

    /// <summary>Every answer to a step of the commit so far; with what was begun it says all that the protocol knows.</summary>
    public string Answers { get; init; } = "";

    public bool Claimed { get; init; }

    private IReadOnlyList<RecordedObject> Objects { get; init; } = [];

    private CommitProtocol? Protocol { get; init; }

    public bool Ended => Phase >= Phase.Committed;

    /// <summary>All that its next steps depend on; when it has ended, whether it may have left a claim.</summary>
    public string State => Ended ? $"{Phase} {Claimed}" : $"{Phase} {Begun.Tag} {Snapshot} {Answers}";

    public string Next => Phase == Phase.Commit ? Protocol!.Step.GetType().Name : Phase.ToString();

    /// <summary>The next step, done.</summary>
    public (LakeModel Lake, int Source, ModelAttempt After) Step(LakeModel lake, int source, Mutation mutation) => Phase switch
    {
        Phase.Get => (lake, source, this with { Phase = Phase.Snapshot, Begun = lake.Record }),
        Phase.Snapshot => (lake, source + 1, this with { Phase = Phase.Prepare, Snapshot = source + 1 }),
        Phase.Prepare => Prepare(lake, source),
        Phase.Drop => Drop(lake, source, mutation),
        Phase.Commit => Commit(lake, source, mutation),
        Phase.Clean => (Clean(lake), source, this with { Phase = Phase.Failed }),
        _ => throw new InvalidOperationException("It has ended."),
    };

    /// <summary>Whether it waits for a completion that was accepted to land: its own, or one that it would abort.</summary>
    public bool Waits(LakeModel lake, Mutation mutation) => Phase == Phase.Commit && Protocol!.Step switch
    {
        CommitStep.Publish publish => lake.Accepted.ContainsKey(publish.Object.UploadId),
        CommitStep.Abort abort => lake.Accepted.ContainsKey(abort.Upload.UploadId) && !mutation.TrustsOneAbort,
        _ => false,
    };

    /// <summary>Its process is gone: what it prepared stays, and nobody can publish that any more.</summary>
    public ModelAttempt Die() => this with { Phase = Phase.Dead };

    /// <summary>An exception: the attempt ends what it prepared, and that is its end.</summary>
    public ModelAttempt Fail() => this with { Phase = Phase.Clean };

    private (LakeModel Lake, int Source, ModelAttempt After) Prepare(LakeModel lake, int source)
    {
        IReadOnlyDictionary<string, string> rows = lake.Snapshots[Snapshot];
        RecordedObject[] made =
        [
            .. rows.Keys.Union(Begun.Record?.Objects.Select(before => before.Key) ?? []).Order(StringComparer.Ordinal)
                .Select(key => ModelSource.Made(key, rows.GetValueOrDefault(key, LakeModel.Empty), $"{Token}/{key}")),
        ];
        lake = lake with { Uploads = lake.Uploads.AddRange(made.Select(one => KeyValuePair.Create(one.UploadId!, one.Sha256))) };
        return (lake, source, this with { Phase = Phase.Drop, Objects = made });
    }

    /// <summary>Objects whose identical bytes are there under a committed record need no publishing.</summary>
    private (LakeModel Lake, int Source, ModelAttempt After) Drop(LakeModel lake, int source, Mutation mutation)
    {
        bool trusted = Begun.Record is { IsCommitted: true } || mutation.TrustsUnfinished;
        HashSet<string> same = [.. Objects
            .Where(made => trusted && lake.Objects.ContainsKey(made.Key)
                && Begun.Record?.Objects.Any(before => (before.Key, before.Sha256) == (made.Key, made.Sha256)) == true)
            .Select(made => made.Key)];
        RecordedObject[] objects = [.. Objects.Select(made => same.Contains(made.Key) ? made with { UploadId = null } : made)];
        PreparedObject[] prepared =
            [.. objects.Where(made => made.UploadId is not null).Select(made => new PreparedObject(made.Key, made.UploadId!, made.Size, made.Sha256))];
        return (
            lake with { Uploads = lake.Uploads.RemoveRange(same.Select(key => $"{Token}/{key}")) },
            source,
            this with
            {
                Phase = Phase.Commit,
                Objects = objects,
                Protocol = CommitProtocol.Begin(Begun, ModelSource.Record(Token, Snapshot, objects), prepared),
            });
    }

    private (LakeModel Lake, int Source, ModelAttempt After) Commit(LakeModel lake, int source, Mutation mutation)
    {
        if (Protocol!.Step is CommitStep.End end)
        {
            return (lake, source, this with { Phase = end.How == CommitEnd.Committed ? Phase.Committed : Phase.Lost });
        }

        if (mutation.CompletesLate && Protocol.Step is CommitStep.Publish publish && lake.Uploads.ContainsKey(publish.Object.UploadId))
        {
            LakeModel accepted = lake with { Accepted = lake.Accepted.Add(publish.Object.UploadId, publish.Object.Key) };
            return (accepted, source, this with { Answers = Answers + '~' });
        }

        CommitStep? step = mutation.Edit(this, lake, Protocol.Step);
        bool landed = Answers.EndsWith('~') || (step is CommitStep.Abort abort && lake.Accepted.ContainsKey(abort.Upload.UploadId));
        (LakeModel after, CommitReply reply) = step is null || landed ? (lake, CommitReply.Done) : lake.Do(step);
        return (after, source, this with
        {
            Protocol = Protocol.After(reply),
            Answers = Answers + (reply.Ok ? '+' : '-'),
            Claimed = Claimed || (Protocol.Step is CommitStep.Put && reply.Ok),
        });
    }

    private LakeModel Clean(LakeModel lake) =>
        lake with { Uploads = lake.Uploads.RemoveRange(ModelSource.Keys.Select(key => $"{Token}/{key}")) };
}

/// <summary>A protocol with a mistake in it, to show that the oracle sees it.</summary>
internal sealed record Mutation
{
    public static Mutation None { get; } = new();

    /// <summary>What is done instead of a step; null: nothing, and the protocol is told that it was done.</summary>
    public Func<ModelAttempt, LakeModel, CommitStep, CommitStep?> Edit { get; init; } = (_, _, step) => step;

    /// <summary>Whether the store accepts a completion first and lets it land later. No mistake.</summary>
    public bool CompletesLate { get; init; }

    /// <summary>Whether the first answer to an abort is trusted.</summary>
    public bool TrustsOneAbort { get; init; }

    /// <summary>Whether identical objects under an unfinished record are trusted.</summary>
    public bool TrustsUnfinished { get; init; }
}
