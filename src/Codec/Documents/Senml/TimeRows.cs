using System.Buffers;

namespace Ingest.Codec.Documents.Senml;

/// <summary>The latest row of each time: a hash table in a rented array. Its hash is another in each process, so that no payload
/// can be made whose times all fall together.</summary>
internal ref struct TimeRows
{
    private const int SlotsFirst = 64;

    private int[] _slots;
    private int _mask;
    private int _used;

    public TimeRows()
    {
        _slots = [];
        Allocate(SlotsFirst);
    }

    /// <returns>The row that was set last for a time; -1: none.</returns>
    public readonly int Find(long time, ReadOnlySpan<long> times) => _slots[Slot(time, times)] - 1;

    /// <param name="row">A row that is in <paramref name="times"/>.</param>
    /// <param name="times">The time of each row.</param>
    public void Set(int row, ReadOnlySpan<long> times)
    {
        if (2 * _used > _mask)
        {
            Grow(times);
        }

        ref int slot = ref _slots[Slot(times[row], times)];
        _used += slot == 0 ? 1 : 0;
        slot = row + 1;
    }

    public readonly void Dispose() => ArrayPool<int>.Shared.Return(_slots);

    /// <summary>Where the time is, or would be.</summary>
    private readonly int Slot(long time, ReadOnlySpan<long> times)
    {
        int slot = HashCode.Combine(time) & _mask;
        while (_slots[slot] != 0 && times[_slots[slot] - 1] != time)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    private void Grow(ReadOnlySpan<long> times)
    {
        int[] before = _slots;
        int count = _mask + 1;
        Allocate(2 * count);
        foreach (int row in before.AsSpan(0, count))
        {
            if (row != 0)
            {
                _slots[Slot(times[row - 1], times)] = row;
            }
        }

        ArrayPool<int>.Shared.Return(before);
    }

    private void Allocate(int count)
    {
        _slots = ArrayPool<int>.Shared.Rent(count);
        _slots.AsSpan(0, count).Clear();
        _mask = count - 1;
    }
}
