using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace Ingest.Actors.Tests.Histories;

/// <summary>
/// Two writers of one unit over the real engine, interleaved I/O by I/O, each of which may die and be restarted, while the source
/// changes. <c>INGEST_HISTORIES</c>, a whole number, multiplies how many schedules are drawn.
/// </summary>
public sealed class WriterHistoryTests(ITestOutputHelper output)
{
    private const int Draws = 300;

    // A writer of this unit does at most so many I/Os.
    private const int StepsMax = 36;

    private static readonly UnitInterval Unit = Scenario.Units[1];

    /// <summary>Those that the second day sees.</summary>
    private static readonly SourceChange[] Changes =
    [
        SourceChange.Inserted, SourceChange.MovedToAnotherDate, SourceChange.MovedToAnotherUnit, SourceChange.RejectMended,
        SourceChange.Updated, SourceChange.DecoderChanged,
    ];

    private readonly Tried _tried = new();

    [Fact]
    public async Task a_committed_record_and_the_lake_agree_in_every_schedule_with_two_switches()
    {
        Scenario[] scenarios =
        [
            .. from first in Enumerable.Range(0, Changes.Length)
               from apart in Enumerable.Range(0, 3)
               select new Scenario(Of(first), Of(first + apart), Of(first + (2 * apart) + 1)),
        ];
        await Tried.EachAsync(
            from shape in WriterSchedule.TwoSwitches
            from a in Enumerable.Range(0, StepsMax)
            from b in Enumerable.Range(0, StepsMax)
            select (shape, a, b),
            each => TryAsync(each.shape(each.a, each.b), scenarios[((each.a * 5) + each.b) % scenarios.Length]));

        Report(1_500);
    }

    [Fact]
    public async Task a_committed_record_and_the_lake_agree_in_schedules_drawn_with_three_lives_a_writer()
    {
        await Tried.EachAsync(
            Enumerable.Range(0, Draws * Tried.Multiplier),
            seed => TryAsync(
                WriterSchedule.Drawn(seed, changes: 3),
                new Scenario(Of(seed), Of(seed / 2), Of(seed / 3), Of(seed / 5)),
                lake => lake.CompletesLate = seed % 2 == 1));

        Report(Draws);
    }

    [Fact]
    public async Task the_same_schedule_is_the_same_history()
    {
        foreach (int seed in Enumerable.Range(0, 20))
        {
            var scenario = new Scenario(Of(seed), Of(seed + 1), Of(seed + 2), Of(seed + 3));

            Assert.Equal(await TraceAsync(), await TraceAsync());

            async Task<string> TraceAsync()
            {
                var history = new History(scenario, await Scenario.IngestedAsync());
                history.ChangeSource();
                var writers = new Scheduler(history, Unit);
                await WriterSchedule.Drawn(seed, changes: 3).RunAsync(writers);
                return writers.Trace;
            }
        }
    }

    private static SourceChange Of(int number) => Changes[number % Changes.Length];

    /// <summary>A schedule in which a writer ended before its I/Os were done is not another history.</summary>
    private async Task TryAsync(WriterSchedule schedule, Scenario scenario, Action<MemoryLake>? tamper = null)
    {
        var history = new History(scenario, await Scenario.IngestedAsync(), watched: true);
        history.ChangeSource();
        var writers = new Scheduler(history, Unit, tamper);
        if (await schedule.RunAsync(writers))
        {
            await _tried.FinishAsync(history, $"{scenario.Name}: {writers.Trace}");
        }
    }

    private void Report(int floor)
    {
        output.WriteLine($"{_tried.Count} distinct histories of the real engine");
        Assert.InRange(_tried.Count, floor, int.MaxValue);
    }
}
