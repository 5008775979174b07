namespace Ingest.Actors;

/// <summary>
/// A unit that was looked at before its turn. A snapshot that grows stale while it waits is closed at once, and the unit is
/// looked at again when its turn comes. Whoever gets it takes it, once.
/// </summary>
internal sealed class LookAhead : IAsyncDisposable
{
    private readonly OpenUnit _open;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _stale;
    private int _claimed;

    /// <param name="open">Owned from now on.</param>
    public LookAhead(OpenUnit open)
    {
        _open = open;
        _stale = open.Snapshot.Age.Stale.UnsafeRegister(state => ((LookAhead)state!).Close(), this);
    }

    /// <summary>The unit; the caller owns it. Null when its snapshot grew stale, and by then it is closed.</summary>
    public async Task<OpenUnit?> TakeAsync()
    {
        if (Claim())
        {
            _stale.Unregister();
            return _open;
        }

        await _closed.Task;
        return null;
    }

    /// <summary>Closes it: its turn does not come.</summary>
    public async ValueTask DisposeAsync() => await (await TakeAsync() is { } open ? open.DisposeAsync() : ValueTask.CompletedTask);

    private bool Claim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    private void Close()
    {
        if (Claim())
        {
            // Not on the timer's thread: a driver may block.
            Task.Run(async () => await _open.DisposeAsync()).ContinueWith(_closed.SetFromTask, TaskScheduler.Default);
        }
    }
}
