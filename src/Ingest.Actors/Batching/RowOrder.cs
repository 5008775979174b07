using System.Buffers;

namespace Ingest.Actors.Batching;

/// <summary>Row numbers in the order in which they are to be written: a permutation in a rented array.</summary>
public sealed class RowOrder : IDisposable
{
    private int[] _rows;
    private readonly int _count;

    internal RowOrder(int[] rows, int count)
    {
        _rows = rows;
        _count = count;
    }

    public ReadOnlyMemory<int> Rows => _rows.AsMemory(0, _count);

    /// <summary>Bytes rented.</summary>
    public long CapacityBytes => (long)_rows.Length * sizeof(int);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rows.Length != 0)
        {
            ArrayPool<int>.Shared.Return(_rows);
            _rows = [];
        }
    }
}
