namespace Ingest.Actors.Units;

/// <summary>
/// What one attempt at one unit shares: its byte budget, its cancellation, and the tasks that it started. A stream that
/// fails does not wait for the tasks of its stages; the scope does, so that nothing of an attempt outlives it.
/// </summary>
public sealed class UnitScope : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <param name="limits">What the attempt may take.</param>
    /// <param name="total">Counts what all units hold together.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <param name="late">Ends it too: it has taken too long.</param>
    public UnitScope(EngineLimits limits, ByteBudget? total, CancellationToken stop, CancellationToken late = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Limits = limits;
        Budget = new ByteBudget(limits.PagerBytes, total);
        Uploads = new UploadShare(Budget);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop, late);
        Cancellation = _cancellation.Token;
    }

    public EngineLimits Limits { get; }

    public ByteBudget Budget { get; }

    public UploadShare Uploads { get; }

    /// <summary>Cancelled when the attempt is over, however it ended, or when the run is stopped.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Runs work on the thread pool and remembers it until it ends.</summary>
    public Task<T> Run<T>(Func<CancellationToken, Task<T>> work)
    {
        Task<T> task;
        lock (_gate)
        {
            // Who stops the scope either sees the task or has cancelled it before it begins.
            task = Task.Run(() => work(Cancellation), Cancellation);
            _running.Add(task);
        }

        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <inheritdoc cref="Run{T}(Func{CancellationToken, Task{T}})"/>
    public Task<T> Run<T>(Func<T> work) => Run(_ => Task.FromResult(work()));

    /// <summary>Cancels what still runs and waits for it. Its failures have been seen by the stream already.</summary>
    public async Task StopAsync()
    {
        await _cancellation.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Stops, and counts nothing as held any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Budget.Clear();
        _cancellation.Dispose();
    }

    private void Forget(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }
    }
}
