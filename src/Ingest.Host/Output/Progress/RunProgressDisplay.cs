using Ingest.Actors.Decoding;

namespace Ingest.Host.Output.Progress;

/// <summary>Shows a run's progress on standard error for as long as it is not disposed: live at a terminal, as lines where
/// nobody watches.</summary>
public sealed class RunProgressDisplay : IAsyncDisposable
{
    private readonly RunProgressModel _model;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _shown;

    private RunProgressDisplay(RunProgressModel model, IProgressRenderer renderer)
    {
        _model = model;
        _shown = renderer.ShowAsync(model.Snapshot, _stop.Token);
    }

    /// <summary>Where the run tells its plan and its units' ends.</summary>
    public IRunProgress Progress => _model;

    public static RunProgressDisplay Start(Terminal terminal, RunMeter meter, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        return new RunProgressDisplay(
            new RunProgressModel(meter, clock),
            terminal.ErrorIsTerminal ? new LiveProgress(terminal.Error, clock) : new PlainProgress(terminal.Error, clock));
    }

    /// <summary>Ends the display before anything else is said.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _shown;
        _stop.Dispose();
    }
}
