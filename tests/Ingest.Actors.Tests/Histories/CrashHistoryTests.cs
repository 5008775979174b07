using Ingest.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace Ingest.Actors.Tests.Histories;

/// <summary>
/// A run of three units over the real engine that is struck at every single I/O, source and uploads included, and then resumed, with
/// the source changing before and between. The environment variable <c>INGEST_HISTORIES</c>, a whole number, multiplies how many
/// second strikes are tried.
/// </summary>
public sealed class CrashHistoryTests(ITestOutputHelper output)
{
    private const int SecondStrikes = 400;
    private const int Seed = 20260105;

    private static readonly SourceChange[] Changes = Enum.GetValues<SourceChange>();
    private static readonly Strike[] Strikes = Enum.GetValues<Strike>();

    private readonly Tried _tried = new();

    [Fact]
    public async Task a_first_run_struck_at_any_io_is_resumed()
    {
        await Tried.EachAsync(
            from strike in Strikes from change in (SourceChange?[])[null, .. Changes] select (strike, change),
            async each =>
            {
                Scenario scenario = each.change is { } change ? new Scenario(change) : new Scenario();
                await EveryIoAsync(scenario, () => Task.FromResult(new MemoryLake()), changesBefore: 0, each.strike, stride: each.change is null ? 1 : Changes.Length);
            });

        Report(300);
    }

    [Fact]
    public async Task a_later_run_struck_at_any_io_is_resumed_whatever_happened_to_the_source_before_and_between()
    {
        await Tried.EachAsync(
            from strike in Strikes
            from before in Changes
            from between in (SourceChange?[])(strike == Strike.ReplyLost ? [null, before, Next(before, 1)] : [Next(before, 1 + (int)strike)])
            select (strike, before, between),
            async each =>
            {
                Scenario scenario = each.between is { } between ? new Scenario(each.before, between) : new Scenario(each.before);
                await EveryIoAsync(scenario, Scenario.IngestedAsync, changesBefore: 1, each.strike, stride: 1);
            });

        Report(1_000);
    }

    [Fact]
    public async Task a_resumed_run_may_be_struck_too()
    {
        var random = new Random(Seed);
        Scenario[] scenarios = [.. Changes.Select(first => new Scenario(first, Next(first, 1), Next(first, 3)))];
        await Tried.EachAsync(
            Enumerable.Range(0, SecondStrikes * Tried.Multiplier).Select(_ => (
                Scenario: random.GetItems(scenarios, 1)[0],
                First: (Strike: random.GetItems(Strikes, 1)[0], At: random.Next(30)),
                Second: (Strike: random.GetItems(Strikes, 1)[0], At: random.Next(30)))).ToList(),
            async each =>
            {
                var history = new History(each.Scenario, await Scenario.IngestedAsync(), watched: true);
                history.ChangeSource();
                Io? first = await Crash.RunAsync(history, each.First.Strike, each.First.At);
                history.ChangeSource();
                Io? second = await Crash.RunAsync(history, each.Second.Strike, each.Second.At);
                history.ChangeSource();
                await _tried.FinishAsync(history, $"{each.Scenario.Name}: {Told(each.First, first)}, {Told(each.Second, second)}");
            });

        Report(SecondStrikes * 3 / 4);
    }

    /// <summary>One history for each I/O that the struck run does.</summary>
    private async Task EveryIoAsync(Scenario scenario, Func<Task<MemoryLake>> lake, int changesBefore, Strike strike, int stride)
    {
        for (int at = 0; ; at += stride)
        {
            var history = new History(scenario, await lake(), watched: true);
            Change(history, changesBefore);
            Io? struck = await Crash.RunAsync(history, strike, at);
            Change(history, scenario.Versions.Count - 1 - changesBefore);
            await _tried.FinishAsync(history, $"{scenario.Name}: {Told((strike, at), struck)}");
            if (struck is null)
            {
                return;
            }
        }
    }

    private static void Change(History history, int times)
    {
        for (int i = 0; i < times; i++)
        {
            history.ChangeSource();
        }
    }

    private static string Told((Strike Strike, int At) planned, Io? struck) =>
        struck is null ? "nothing" : $"{planned.Strike} {planned.At} {struck}";

    private static SourceChange Next(SourceChange change, int by) => Changes[((int)change + by) % Changes.Length];

    private void Report(int floor)
    {
        output.WriteLine($"{_tried.Count} distinct histories of the real engine");
        Assert.InRange(_tried.Count, floor, int.MaxValue);
    }
}
