using System.Runtime.InteropServices;

namespace Ingest.Host.Commands;

/// <summary>
/// The one owner of the signals that ask the process to stop. The first of SIGINT and SIGTERM cancels <see cref="Stop"/>;
/// the second ends the process at once.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<int> _exit;
    private readonly PosixSignalRegistration[] _registrations;
    private int _asked;

    public StopSignals()
        : this(Environment.Exit)
    {
    }

    /// <param name="exit">Ends the process with an exit code.</param>
    internal StopSignals(Action<int> exit)
    {
        _exit = exit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled when the process is asked to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    internal void Ask()
    {
        if (Interlocked.Increment(ref _asked) == 1)
        {
            _stop.Cancel();
        }
        else
        {
            _exit(ExitCodes.Interrupted);
        }
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Ask();
    }
}
