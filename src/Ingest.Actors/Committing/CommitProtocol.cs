using System.Collections.Immutable;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;

namespace Ingest.Actors.Committing;

/// <summary>
/// The commit of a prepared unit as a pure state machine: <see cref="Step"/> says what to do, <see cref="After"/> what to do
/// once that has been answered. The order is the proof: end what the replaced record had still to end, claim, fence the
/// attempt just replaced, publish, look, record.
/// </summary>
public sealed record CommitProtocol
{
    private readonly UnitRecord _claim;
    private readonly ImmutableArray<PreparedObject> _prepared;
    private readonly ImmutableQueue<CommitStep> _steps;

    private CommitProtocol(UnitRecord claim, ImmutableArray<PreparedObject> prepared, ImmutableQueue<CommitStep> steps)
    {
        _claim = claim;
        _prepared = prepared;
        _steps = steps;
    }

    /// <summary>What to do now.</summary>
    public CommitStep Step => _steps.Peek();

    /// <param name="begun">The record as it was before the snapshot began.</param>
    /// <param name="result">What this attempt read and made, as a record without state: its objects name their uploads.</param>
    /// <param name="prepared">Its uploads that are to be published.</param>
    public static CommitProtocol Begin(TaggedRecord begun, UnitRecord result, IReadOnlyList<PreparedObject> prepared)
    {
        ArgumentNullException.ThrowIfNull(begun);
        ArgumentNullException.ThrowIfNull(result);
        UnitRecord claim = result with
        {
            State = RecordState.Pending,
            Superseded = [.. begun.Record?.Uploads ?? []],
            Committed = begun.Record?.LastCommitted,
        };
        return new CommitProtocol(
            claim, [.. prepared], [.. Aborts(begun.Record?.Superseded ?? []), new CommitStep.Put(claim, begun.Tag)]);
    }

    /// <summary>The state after the present step was answered.</summary>
    public CommitProtocol After(CommitReply reply) => Step switch
    {
        CommitStep.Put { Record.IsCommitted: false } when reply.Ok => Then(
            [
                .. Aborts(_claim.Superseded),
                .. _prepared.Select(made => new CommitStep.Publish(made)),
                .. _claim.Objects.Select(made => new CommitStep.Look(made, made.UploadId is null ? null : _claim.Token)),
                new CommitStep.Put(CommittedRecord(), reply.Tag),
                new CommitStep.End(CommitEnd.Committed),
            ]),
        CommitStep.End => this,
        _ when !reply.Ok => Then([.. Aborts(_claim.Uploads), new CommitStep.End(CommitEnd.Lost)]),
        _ => Then(_steps.Dequeue()),
    };

    private UnitRecord CommittedRecord() => _claim with
    {
        State = RecordState.Committed,
        Objects = [.. _claim.Objects.Select(made => made with { UploadId = null })],
        Superseded = [],
        Committed = null,
    };

    private CommitProtocol Then(ImmutableQueue<CommitStep> steps) => new(_claim, _prepared, steps);

    private static IEnumerable<CommitStep> Aborts(IEnumerable<UploadRef> uploads) =>
        uploads.Select(upload => new CommitStep.Abort(upload));
}
