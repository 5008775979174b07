using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Commands;
using Ingest.Host.Output;
using Ingest.Host.Tests.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary><c>--window</c>, in virtual time. An embedded source's zone is the machine's, which is virtual too.</summary>
public sealed class WindowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>23:30 in a zone that is two hours ahead of UTC.</summary>
    private static readonly DateTimeOffset Evening = new(2026, 1, 10, 21, 30, 0, TimeSpan.Zero);

    private readonly WatchedClock _clock = new(Evening);

    public WindowTests() => _clock.SetLocalTimeZone(
        TimeZoneInfo.CreateCustomTimeZone("plant", TimeSpan.FromHours(2), "plant", "plant"));

    [Fact]
    public async Task Before_it_opens_a_run_waits_and_says_so()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        using var error = new Lines();
        Task begun = _clock.WaitForTimerAsync(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Task<CliResult> running = RunAsync(installation, error, default, "--window", "01:00-05:00");
        await begun.WaitAsync(Patience);
        Task waiting = _clock.WaitForTimerAsync(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
        _clock.Advance(TimeSpan.FromMinutes(60));
        await waiting.WaitAsync(Patience);
        Assert.Empty(installation.Objects());
        _clock.Advance(TimeSpan.FromMinutes(30));
        CliResult done = await running.WaitAsync(Patience);

        Assert.Equal(
            ["ingest: the window 01:00-05:00 is closed: it is 23:30 in the source's zone (UTC+02:00); waiting until 2026-01-11 01:00"],
            Sentences(done));
        Assert.Equal((0, 3), (done.Exit, installation.Objects().Length));
        Assert.Equal((3, 3, 0, 0, 0), JsonSerializer.Deserialize<JsonElement>(done.Out).Units());
    }

    [Fact]
    public async Task A_run_that_waits_can_be_interrupted()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        using var stop = new CancellationTokenSource();

        using var error = new Lines();
        Task<CliResult> running = RunAsync(installation, error, stop.Token, "--window", "22:00-23:00");
        await error.FirstAsync().WaitAsync(Patience);
        await stop.CancelAsync();
        CliResult done = await running.WaitAsync(Patience);

        Assert.Equal((130, ""), (done.Exit, done.Out));
        Assert.EndsWith("waiting until 2026-01-11 22:00\ningest: interrupted\n", done.Error, StringComparison.Ordinal);
        Assert.Empty(installation.Objects());
    }

    [Fact]
    public async Task While_it_is_open_over_midnight_a_run_begins_at_once()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        using var error = new Lines();
        CliResult done = await RunAsync(installation, error, default, "--window", "22:00-04:00").WaitAsync(Patience);

        Assert.Equal((0, ""), (done.Exit, done.Error));
        Assert.Equal(3, installation.Objects().Length);
    }

    [Fact]
    public async Task When_it_closes_what_is_left_is_said_and_is_no_failure()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        // The first unit's page is paid for after 15 seconds, and until then the second waits for its own.
        await Readings.AddAsync(installation, 20, Readings.Day.AddDays(2).AddHours(1), new byte[15 * 4096]);
        installation.Configuration["Source"]!["MaxBytesPerSecond"] = 4096;
        installation.Configuration["Engine"] = JsonNode.Parse("""{ "UnitParallelism": 1 }""");
        _clock.Advance(TimeSpan.FromSeconds((19 * 60) + 50));

        using var error = new Lines();
        Task waiting = _clock.WaitForTimerAsync(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(16));
        Task<CliResult> running = RunAsync(installation, error, default, "--window", "23:00-23:50");
        await waiting.WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));
        CliResult done = await running.WaitAsync(Patience);

        JsonElement result = JsonSerializer.Deserialize<JsonElement>(done.Out);
        Assert.Equal(0, done.Exit);
        Assert.Equal((3, 2, 0, 0, 0), result.Units());
        Assert.Equal(1, result.GetProperty("units").Count("left"));
        Assert.Equal(["ingest: 1 unit is left: the window 23:00-23:50 is closed; the next run goes on from here"], Sentences(done));
        Assert.DoesNotContain("readings/date=20210101/data.parquet", installation.Objects());
    }

    [Theory]
    [InlineData("5-6")]
    [InlineData("05:00-05:00")]
    public async Task What_is_no_window_is_refused(string window)
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);

        CliResult refused = await installation.RunAsync("run", "--window", window);

        Assert.Equal(
            (2, $"ingest: --window {window} is no window; write it as 01:00-05:00, or over midnight as 22:00-04:00\n"),
            (refused.Exit, refused.Error));
    }

    private async Task<CliResult> RunAsync(Installation installation, Lines error, CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var context = new CommandContext(new Terminal(output, error, false), installation.Environment, _clock);
        int exit = await IngestCommand.RunAsync(
            ["backfill", "--config", installation.SaveConfiguration(), "--json", .. arguments], context, stop);
        return new CliResult(exit, output.ToString(), error.ToString());
    }

    /// <summary>What is said beside the progress.</summary>
    private static string[] Sentences(CliResult result) =>
        [.. result.Error.Split('\n').Where(line => line.StartsWith("ingest: ", StringComparison.Ordinal))];

    /// <summary>Tells when the first line has been written.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Lines() => NewLine = "\n";

        public Task FirstAsync() => _first.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _first.TrySetResult();
        }
    }

    /// <summary>Tells when somebody has begun to wait.</summary>
    private sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private TaskCompletionSource _seen = new();
        private TimeSpan _least = TimeSpan.MaxValue;
        private TimeSpan _most;

        /// <summary>Asked for before anybody waits.</summary>
        public Task WaitForTimerAsync(TimeSpan least, TimeSpan most)
        {
            _seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_least, _most) = (least, most);
            return _seen.Task;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime >= _least && dueTime <= _most)
            {
                _seen.TrySetResult();
            }

            return timer;
        }
    }
}
