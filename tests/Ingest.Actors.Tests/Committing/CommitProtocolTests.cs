using Ingest.Actors.Committing;
using Ingest.Actors.Lake;
using Ingest.Actors.Records;
using Xunit;

namespace Ingest.Actors.Tests.Committing;

public sealed class CommitProtocolTests
{
    private static readonly RecordedObject One = ModelSource.Made("d1", "x", "u1");
    private static readonly RecordedObject Two = ModelSource.Made("d2", "y", "u2");
    private static readonly UnitRecord Result = ModelSource.Record("me", 1, [One, Two]);

    private static readonly UnitRecord Unfinished = ModelSource.Record("they", 0, [ModelSource.Made("d1", "w", "t1")]) with
    {
        Superseded = [new UploadRef("d2", "s2")],
        Committed = new CommittedState(Fingerprint.Empty with { Rows = 5 }, "sum", "d", true),
    };

    [Fact]
    public void a_first_commit_claims_publishes_looks_and_records()
    {
        Assert.Equal(
            ["claim if none", "publish u1", "publish u2", "look d1", "look d2", "record if claimed", "end Committed"],
            Run(TaggedRecord.None, Result));
    }

    [Fact]
    public void an_unfinished_attempt_is_fenced_after_the_claim_and_what_it_had_to_fence_before()
    {
        Assert.Equal(
            ["abort s2", "claim if v1", "abort t1", "publish u1", "publish u2", "look d1", "look d2", "record if claimed", "end Committed"],
            Run(new TaggedRecord(Unfinished, "v1"), Result));
    }

    [Fact]
    public void identical_objects_are_claimed_and_looked_at_and_not_published()
    {
        Assert.Equal(
            ["claim if none", "publish u2", "look d1", "look d2", "record if claimed", "end Committed"],
            Run(TaggedRecord.None, Result with { Objects = [One with { UploadId = null }, Two] }));
    }

    [Fact]
    public void a_claim_lists_what_it_replaces_and_carries_what_was_last_committed_along()
    {
        UnitRecord claim = Claim(new TaggedRecord(Unfinished, "v1"));

        Assert.Equal(RecordState.Pending, claim.State);
        Assert.Equal([new UploadRef("d1", "t1")], claim.Superseded);
        Assert.Equal([new UploadRef("d1", "u1"), new UploadRef("d2", "u2")], claim.Uploads);
        Assert.Equal(Unfinished.Committed, claim.Committed);
    }

    [Fact]
    public void a_claim_over_a_committed_record_carries_that_along()
    {
        UnitRecord committed = Unfinished with { State = RecordState.Committed, Objects = [One with { UploadId = null }], Superseded = [], Committed = null };

        UnitRecord claim = Claim(new TaggedRecord(committed, "v1"));

        Assert.Empty(claim.Superseded);
        Assert.Equal(new CommittedState(committed.Source, committed.Checksum, committed.Decoder, committed.Open), claim.Committed);
    }

    [Fact]
    public void a_committed_record_names_no_upload_any_more()
    {
        CommitProtocol commit = CommitProtocol.Begin(new TaggedRecord(Unfinished, "v1"), Result, Prepared(Result));
        while (commit.Step is not CommitStep.Put { Record.IsCommitted: true })
        {
            commit = commit.After(CommitReply.Written("claimed"));
        }

        UnitRecord record = ((CommitStep.Put)commit.Step).Record;
        Assert.Equal([One with { UploadId = null }, Two with { UploadId = null }], record.Objects);
        Assert.Empty(record.Superseded);
        Assert.Null(record.Committed);
        Assert.Equal(Result.Token, record.Token);
    }

    [Theory]
    [InlineData("claim if v1", "abort s2, claim if v1")]
    [InlineData("publish u1", "abort s2, claim if v1, abort t1, publish u1")]
    [InlineData("publish u2", "abort s2, claim if v1, abort t1, publish u1, publish u2")]
    [InlineData("look d2", "abort s2, claim if v1, abort t1, publish u1, publish u2, look d1, look d2")]
    [InlineData("record if claimed", "abort s2, claim if v1, abort t1, publish u1, publish u2, look d1, look d2, record if claimed")]
    public void a_refusal_ends_our_own_uploads_and_the_commit(string refused, string before)
    {
        Assert.Equal(
            [.. before.Split(", "), "abort u1", "abort u2", "end Lost"],
            Run(new TaggedRecord(Unfinished, "v1"), Result, refused));
    }

    [Fact]
    public void the_end_stays_the_end()
    {
        CommitProtocol commit = CommitProtocol.Begin(TaggedRecord.None, Result, []).After(CommitReply.Refused);
        while (commit.Step is not CommitStep.End)
        {
            commit = commit.After(CommitReply.Done);
        }

        Assert.Same(commit, commit.After(CommitReply.Done));
        Assert.Same(commit, commit.After(CommitReply.Refused));
    }

    private static UnitRecord Claim(TaggedRecord begun)
    {
        CommitProtocol commit = CommitProtocol.Begin(begun, Result, Prepared(Result));
        while (commit.Step is CommitStep.Abort)
        {
            commit = commit.After(CommitReply.Done);
        }

        return ((CommitStep.Put)commit.Step).Record;
    }

    private static List<string> Run(TaggedRecord begun, UnitRecord result, string? refused = null)
    {
        List<string> steps = [];
        CommitProtocol commit = CommitProtocol.Begin(begun, result, Prepared(result));
        while (true)
        {
            string step = commit.Step switch
            {
                CommitStep.Abort abort => $"abort {abort.Upload.UploadId}",
                CommitStep.Put put => $"{(put.Record.IsCommitted ? "record" : "claim")} if {put.IfTag ?? "none"}",
                CommitStep.Publish publish => $"publish {publish.Object.UploadId}",
                CommitStep.Look look => $"look {look.Object.Key}",
                CommitStep.End end => $"end {end.How}",
                _ => throw new InvalidOperationException(),
            };
            steps.Add(step);
            if (commit.Step is CommitStep.End)
            {
                return steps;
            }

            commit = commit.After(step == refused ? CommitReply.Refused : commit.Step is CommitStep.Put ? CommitReply.Written("claimed") : CommitReply.Done);
        }
    }

    private static IReadOnlyList<PreparedObject> Prepared(UnitRecord result) =>
        [.. result.Uploads.Select(upload => new PreparedObject(upload.Key, upload.UploadId, 1, ""))];
}
