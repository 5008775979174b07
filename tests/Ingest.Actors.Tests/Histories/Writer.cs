using Ingest.Actors.Committing;
using Ingest.Actors.Units;

namespace Ingest.Actors.Tests.Histories;

/// <summary>One attempt at a unit, whose every I/O waits until it is let through.</summary>
internal sealed class Writer(string name) : IGate
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private TaskCompletionSource _arrival = NewSource();
    private EngineProcess _process = null!;
    private Task<UnitOutcome> _running = null!;
    private Waiting? _passing;

    public string Name => name;

    /// <summary>The I/O that it stands before; null when it has ended.</summary>
    public Io? Next
    {
        get
        {
            lock (_lock)
            {
                return _waiting.TryPeek(out Waiting? next) ? next.Io : null;
            }
        }
    }

    public void Begin(EngineProcess process, UnitInterval unit)
    {
        _process = process;
        _running = process.RunAsync(unit);
    }

    /// <summary>Until it stands before an I/O or has ended.</summary>
    public async Task SettleAsync()
    {
        Task arrival;
        lock (_lock)
        {
            arrival = _arrival.Task;
        }

        if (await Task.WhenAny(arrival, _running) == _running)
        {
            await _running;
        }
    }

    /// <summary>Lets the I/O happen that it stands before.</summary>
    public Task LetAsync(bool loseReply)
    {
        Waiting waiting;
        lock (_lock)
        {
            waiting = _waiting.Dequeue();
            _passing = waiting with { LosesReply = loseReply };

            // Uploads are abandoned side by side: then the next one stands there already.
            if (_waiting.Count == 0)
            {
                _arrival = NewSource();
            }
        }

        waiting.Pass.SetResult();
        return Task.WhenAny(waiting.Done.Task, _running);
    }

    /// <summary>Nothing that it does has an effect any more; returns when it has noticed.</summary>
    public Task DieAsync()
    {
        _process.Die();
        lock (_lock)
        {
            foreach (Waiting waiting in _waiting)
            {
                waiting.Pass.SetResult();
            }

            _waiting.Clear();
        }

        return _running;
    }

    public Task BeforeAsync(Io io)
    {
        var waiting = new Waiting(io, NewSource(), NewSource());
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            _arrival.TrySetResult();
        }

        return waiting.Pass.Task;
    }

    public Task AfterAsync(Io io)
    {
        Waiting passing = _passing!;
        passing.Done.SetResult();
        return passing.LosesReply ? throw new IOException("The reply was lost.") : Task.CompletedTask;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Waiting(Io Io, TaskCompletionSource Pass, TaskCompletionSource Done)
    {
        public bool LosesReply { get; init; }
    }
}
