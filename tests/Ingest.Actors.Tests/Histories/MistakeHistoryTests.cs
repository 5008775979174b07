using System.Text.Json.Nodes;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Histories;

/// <summary>The oracle sees each mistake that the protocol forbids, when a lake puts it into the real engine.</summary>
public sealed class MistakeHistoryTests
{
    // A writer does fewer I/Os than the least before it claims, and no more than the most at all.
    private const int StepsMin = 12;
    private const int StepsMax = 36;

    /// <summary>The late object loses its row and gets it back.</summary>
    private static readonly Scenario LateRow = new(
        SourceChange.MovedToAnotherDate, SourceChange.MovedToAnotherDate, SourceChange.Updated);

    public static TheoryData<string> Mistakes => new("superseded is left out", "empties are made after the claim", "one acknowledged abort is trusted");

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task a_mistake_in_what_the_engine_asks_of_the_lake_is_found_out(string mistake) =>
        Assert.NotNull(await FirstFoundAsync(mistake switch
        {
            "superseded is left out" => lake => lake.Storing = (_, content) => Claim(content, claim => claim["superseded"] = new JsonArray()),
            "empties are made after the claim" => lake => lake.Storing = (_, content) => Claim(
                content, claim => claim["objects"]!.AsArray().RemoveAll(made => (long)made!["rows"]! == 0)),
            _ => lake => (lake.CompletesLate, lake.TrustsOneAbort) = (true, true),
        }));

    [Fact]
    public async Task an_abort_that_is_repeated_until_there_is_no_such_upload_is_right() =>
        Assert.Null(await FirstFoundAsync(lake => lake.CompletesLate = true, stride: 4));

    /// <summary>A schedule in which the oracle found something, and what; null when there is none. Writers that are equally far
    /// come first: they hinder each other most.</summary>
    private static async Task<string?> FirstFoundAsync(Action<MemoryLake> tamper, int stride = 1)
    {
        string? first = null;
        await Tried.EachAsync(
            from gap in Enumerable.Range(0, StepsMax - StepsMin)
            from a in Enumerable.Range(StepsMin, StepsMax - StepsMin - gap)
            where a % stride == 0 && gap % stride == 0
            from shape in WriterSchedule.TwoSwitches
            from schedule in (WriterSchedule[])[shape(a, a + gap), shape(a + gap, a)]
            select schedule,
            async schedule =>
            {
                if (first is null && await FindAsync(schedule, tamper) is { } found)
                {
                    first = found;
                }
            });
        return first;
    }

    private static async Task<string?> FindAsync(WriterSchedule schedule, Action<MemoryLake> tamper)
    {
        var history = new History(LateRow, await Scenario.IngestedAsync(), watched: true);
        history.ChangeSource();
        var writers = new Scheduler(history, Scenario.Units[1], tamper);
        bool isAnother = await schedule.RunAsync(writers);
        try
        {
            if (isAnother)
            {
                await history.FinishAsync();
            }

            return null;
        }
        catch (LakeDisagreement disagreement)
        {
            return $"{disagreement.Message}: {writers.Trace}";
        }
    }

    private static ReadOnlyMemory<byte> Claim(ReadOnlyMemory<byte> content, Action<JsonNode> edit)
    {
        JsonNode record = JsonNode.Parse(content.Span)!;
        if ((string)record["state"]! == "pending")
        {
            edit(record);
        }

        return System.Text.Encoding.UTF8.GetBytes(record.ToJsonString());
    }
}
