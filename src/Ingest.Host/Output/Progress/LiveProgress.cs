using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ingest.Host.Output.Progress;

/// <summary>A bar and a line that are drawn over again, for a person at a terminal.</summary>
internal sealed class LiveProgress(TextWriter error, TimeProvider clock) : IProgressRenderer
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public Task ShowAsync(Func<RunSnapshot> snapshot, CancellationToken stop)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Live(Draw(snapshot())).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Period, clock);
            using CancellationTokenRegistration end = stop.Register(timer.Dispose);
            while (await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                live.UpdateTarget(Draw(snapshot()));
                live.Refresh();
            }
        });
    }

    private static Rows Draw(RunSnapshot snapshot)
    {
        var bar = new BreakdownChart { Width = 60, ShowTags = false };
        bar.AddItem("done", snapshot.UnitsDone - snapshot.UnitsFailed, Color.Green);
        bar.AddItem("failed", snapshot.UnitsFailed, Color.Red);
        bar.AddItem("left", Math.Max(0, snapshot.UnitsPlanned - snapshot.UnitsDone), Color.Grey);
        var line = new Text(ProgressText.Line(snapshot));
        // A bar of nothing would be drawn as full.
        return new Rows(snapshot.UnitsPlanned == 0 ? [line] : new IRenderable[] { bar, line });
    }
}
