namespace Ingest.Actors.Tests.Histories;

/// <summary>What strikes a process at one of its I/Os.</summary>
internal enum Strike
{
    /// <summary>The process is gone before the I/O happens.</summary>
    GoneBefore,

    /// <summary>The I/O happens, and the process is gone.</summary>
    GoneAfter,

    /// <summary>The I/O happens, and the process, which goes on, is told that it failed.</summary>
    ReplyLost,
}

/// <summary>Strikes a process at the I/O of a number, counted from 0.</summary>
internal sealed class Crash(Strike strike, int at) : IGate
{
    private EngineProcess? _process;
    private int _next;

    /// <summary>Runs all units in one process until it is done or gone.</summary>
    /// <returns>What was struck; null when the process was done before.</returns>
    public static async Task<Io?> RunAsync(History history, Strike strike, int at)
    {
        var crash = new Crash(strike, at);
        crash._process = new EngineProcess(history, crash);
        await crash._process.RunAsync();
        return crash.Struck;
    }

    private Io? Struck { get; set; }

    public Task BeforeAsync(Io io)
    {
        if (_next++ == at)
        {
            Struck = io;
            if (strike == Strike.GoneBefore)
            {
                throw _process!.Die();
            }
        }

        return Task.CompletedTask;
    }

    public Task AfterAsync(Io io)
    {
        if (_next - 1 == at)
        {
            throw strike == Strike.GoneAfter ? _process!.Die() : new IOException("The reply was lost.");
        }

        return Task.CompletedTask;
    }
}
