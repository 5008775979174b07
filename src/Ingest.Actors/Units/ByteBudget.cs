namespace Ingest.Actors.Units;

/// <summary>
/// Counts the bytes that a unit holds. Everybody who holds bytes says so; only the pager waits, so that the stages after it
/// can always finish what they have. A unit's budget is a share of its parent, which counts everything. Thread-safe.
/// </summary>
public sealed class ByteBudget
{
    private readonly Lock _gate = new();
    private readonly long _limit;
    private readonly ByteBudget? _parent;
    private long _used;
    private long _peak;
    private TaskCompletionSource? _waiting;

    /// <param name="limit">Bytes above which the pager waits.</param>
    /// <param name="parent">Counts the same bytes too.</param>
    public ByteBudget(long limit, ByteBudget? parent = null)
    {
        _limit = limit;
        _parent = parent;
    }

    /// <summary>Bytes held now.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>The most bytes held at once so far.</summary>
    public long Peak
    {
        get
        {
            lock (_gate)
            {
                return _peak;
            }
        }
    }

    /// <summary>Counts bytes as held, or with a negative number as no longer held.</summary>
    public void Add(long bytes)
    {
        TaskCompletionSource? free = null;
        lock (_gate)
        {
            _used += bytes;
            _peak = Math.Max(_peak, _used);
            if (_used <= _limit)
            {
                (free, _waiting) = (_waiting, null);
            }
        }

        free?.SetResult();
        _parent?.Add(bytes);
    }

    /// <summary>Counts everything as no longer held: after a failure nobody else will.</summary>
    public void Clear() => Add(-Used);

    /// <summary>Completes once no more than the limit is held.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task free;
            lock (_gate)
            {
                if (_used <= _limit)
                {
                    return;
                }

                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                free = _waiting.Task;
            }

            await free.WaitAsync(cancellation);
        }
    }
}
