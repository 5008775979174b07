namespace Ingest.Codec;

/// <summary>Things that are costly to make and that one payload at a time uses, for reuse. Thread-safe. What comes back after
/// <see cref="Dispose"/> is disposed at once.</summary>
internal sealed class FreeList<T>(Func<T> create) : IDisposable
    where T : class, IDisposable
{
    // More than payloads that are decoded at once.
    private const int KeptMax = 64;

    private readonly Stack<T> _free = new();
    private bool _isDisposed;

    public T Rent()
    {
        lock (_free)
        {
            if (_free.TryPop(out T? item))
            {
                return item;
            }
        }

        return create();
    }

    public void Return(T item)
    {
        lock (_free)
        {
            if (!_isDisposed && _free.Count < KeptMax)
            {
                _free.Push(item);
                return;
            }
        }

        item.Dispose();
    }

    public void Dispose()
    {
        lock (_free)
        {
            _isDisposed = true;
            while (_free.TryPop(out T? item))
            {
                item.Dispose();
            }
        }
    }
}
