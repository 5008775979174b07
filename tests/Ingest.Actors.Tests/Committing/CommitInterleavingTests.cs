using System.Numerics;
using Ingest.Actors.Committing;
using Xunit;
using Xunit.Abstractions;

namespace Ingest.Actors.Tests.Committing;

/// <summary>
/// Every interleaving of attempts at one unit in a model whose commit is the real <see cref="CommitProtocol"/>. Exhaustive where the
/// histories of the real engine are bounded or drawn.
/// </summary>
public sealed class CommitInterleavingTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> Mistakes => new()
    {
        { "the attempt just replaced is not fenced", 2 },
        { "a record is written whatever version is there", 2 },
        { "what the replaced record had still to end is forgotten", 3 },
        { "what the replaced record had still to end is not ended", 3 },
        { "identical objects under an unfinished record are trusted", 2 },
        { "empties are made after the claim", 2 },
        { "one acknowledged abort is trusted", 2 },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_committed_record_and_the_lake_agree_however_two_attempts_interleave_and_fail(bool committedBefore)
    {
        var explorer = new ProtocolExplorer(2, Attempts.TogetherAndFailing, Mutation.None, Start(committedBefore));

        Assert.Null(explorer.FindViolation());
        Assert.InRange(explorer.States, 1_000, 1_000_000);
    }

    [Fact]
    public void a_committed_record_and_the_lake_agree_however_three_attempts_interleave()
    {
        Assert.Null(new ProtocolExplorer(3, Attempts.Together, Mutation.None, ModelSource.Committed).FindViolation());
    }

    [Fact]
    public void a_committed_record_and_the_lake_agree_however_two_writers_die_and_are_restarted_while_the_source_changes()
    {
        ModelChange[] kinds = Enum.GetValues<ModelChange>();
        int states = 0;
        int moves = 0;
        BigInteger histories = 0;
        for (int first = 0; first < kinds.Length; first++)
        {
            // One before each look at the source: by four attempts, and by a fresh one when all have ended.
            IEnumerable<ModelChange> changes = Enumerable.Range(0, 5).Select(number => kinds[(first + (number * (number + 1) / 2)) % kinds.Length]);
            var explorer = new ProtocolExplorer(4, Attempts.Restarted, Mutation.None, ModelSource.Changing(changes));
            Assert.Null(explorer.FindViolation());
            states += explorer.States;
            moves += explorer.Moves;
            histories += explorer.Histories();
        }

        Report(states, moves, histories);
        Assert.InRange(states, 50_000, int.MaxValue);
        Assert.True(histories > 1_000_000);
    }

    [Fact]
    public void a_committed_record_and_the_lake_agree_when_completions_land_late()
    {
        var explorer = new ProtocolExplorer(3, Attempts.Together, new Mutation { CompletesLate = true }, ModelSource.Committed);

        Assert.Null(explorer.FindViolation());
        Report(explorer.States, explorer.Moves, explorer.Histories());
    }

    [Fact]
    public void whatever_two_attempts_left_behind_a_third_commits()
    {
        foreach (World world in new ProtocolExplorer(2, Attempts.TogetherAndFailing, Mutation.None, ModelSource.Committed).Explore())
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
            "empties are made after the claim" => new Mutation
            {
                // A claim cannot list what is not made yet.
                Edit = (_, _, step) => step is CommitStep.Put { Record.IsCommitted: false } put
                    ? put with { Record = put.Record with { Objects = [.. put.Record.Objects.Where(made => made.Sha256 != LakeModel.Empty)] } }
                    : step,
            },
            "one acknowledged abort is trusted" => new Mutation { CompletesLate = true, TrustsOneAbort = true },
            _ => new Mutation { TrustsUnfinished = true },
        };

        Assert.NotNull(new ProtocolExplorer(attempts, Attempts.Together, mutation, ModelSource.Committed).FindViolation());
    }

    private void Report(int states, int moves, BigInteger histories) => output.WriteLine(
        $"{states:N0} states and {moves:N0} moves of the model; {histories:N0} distinct histories are paths through them, counted and not walked one by one");

    private static LakeModel Start(bool committedBefore) => committedBefore ? ModelSource.Committed : ModelSource.Nothing;
}
