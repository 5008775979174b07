using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Committing;

/// <summary>Carries a commit out: does what <see cref="CommitProtocol"/> says, step by step, against the lake.</summary>
public static class UnitCommit
{
    /// <exception cref="IngestException">The lake failed. Nothing is lost: whatever may still be completed is in the record, and
    /// the next attempt goes on from there.</exception>
    public static async Task<CommitEnd> RunAsync(
        Unit unit, CommitProtocol commit, ILake lake, RecordStore records, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(records);
        while (true)
        {
            CommitReply reply;
            switch (commit.Step)
            {
                case CommitStep.Abort step:
                    await lake.AbortAsync(step.Upload.Key, step.Upload.UploadId, cancellation);
                    reply = CommitReply.Done;
                    break;
                case CommitStep.Put step:
                    reply = await records.PutAsync(unit, step.Record, step.IfTag, cancellation) is { } tag
                        ? CommitReply.Written(tag)
                        : CommitReply.Refused;
                    break;
                case CommitStep.Publish step:
                    reply = new CommitReply(await lake.PublishAsync(step.Object, cancellation));
                    break;
                case CommitStep.Look step:
                    reply = new CommitReply(step.IsIn(await lake.LookAsync(step.Object.Key, cancellation)));
                    break;
                case CommitStep.End step:
                    return step.How;
                default:
                    throw new InvalidOperationException($"No such step: {commit.Step}");
            }

            commit = commit.After(reply);
        }
    }
}
