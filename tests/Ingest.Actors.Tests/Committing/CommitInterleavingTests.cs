using Ingest.Actors.Committing;
using Xunit;

namespace Ingest.Actors.Tests.Committing;

public sealed class CommitInterleavingTests
{
    public static TheoryData<string, int> Mistakes => new()
    {
        { "the attempt just replaced is not fenced", 2 },
        { "a record is written whatever version is there", 2 },
        { "what the replaced record had still to end is forgotten", 3 },
        { "what the replaced record had still to end is not ended", 3 },
        { "identical objects under an unfinished record are trusted", 2 },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_committed_record_and_the_lake_agree_however_two_attempts_interleave_and_fail(bool committedBefore)
    {
        var explorer = new ProtocolExplorer(2, failures: true, Mutation.None, Start(committedBefore));

        Assert.Null(explorer.FindViolation());
        Assert.InRange(explorer.States, 1_000, 1_000_000);
    }

    [Fact]
    public void a_committed_record_and_the_lake_agree_however_three_attempts_interleave()
    {
        Assert.Null(new ProtocolExplorer(3, failures: false, Mutation.None, ModelSource.Committed).FindViolation());
    }

    [Fact]
    public void whatever_two_attempts_left_behind_a_third_commits()
    {
        foreach (World world in new ProtocolExplorer(2, failures: true, Mutation.None, ModelSource.Committed).Explore())
        {
            (LakeModel lake, Phase end) = world.RunAlone();

            Assert.Equal(Phase.Committed, end);
            Assert.Null(lake.Disagreement());
            // Whoever has claimed and not finished cannot publish any more.
            Assert.DoesNotContain(lake.Uploads.Keys, id => world.Attempts.Any(attempt => attempt.Claimed && id.StartsWith(attempt.Token, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void a_protocol_with_a_mistake_in_it_is_found_out(string mistake, int attempts)
    {
        Mutation mutation = mistake switch
        {
            "the attempt just replaced is not fenced" => new Mutation
            {
                Edit = (attempt, _, step) => step is CommitStep.Abort && attempt.Claimed ? null : step,
            },
            "a record is written whatever version is there" => new Mutation
            {
                Edit = (_, lake, step) => step is CommitStep.Put put ? put with { IfTag = lake.Record.Tag } : step,
            },
            "what the replaced record had still to end is forgotten" => new Mutation
            {
                Edit = (_, _, step) => step is CommitStep.Put { Record.IsCommitted: false } put
                    ? put with { Record = put.Record with { Superseded = [] } }
                    : step,
            },
            "what the replaced record had still to end is not ended" => new Mutation
            {
                Edit = (attempt, _, step) => step is CommitStep.Abort && !attempt.Claimed ? null : step,
            },
            _ => new Mutation { TrustsUnfinished = true },
        };

        Assert.NotNull(new ProtocolExplorer(attempts, failures: false, mutation, ModelSource.Committed).FindViolation());
    }

    private static LakeModel Start(bool committedBefore) => committedBefore ? ModelSource.Committed : ModelSource.Nothing;
}
