using System.Numerics;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts by integers: by counting where they are as dense as sensor numbers, beside their keys otherwise.</summary>
internal sealed class IntegerSort<T>(FixedColumn<T> column) : FixedSort<T>(column)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>Distinct keys for each row, at most, that are worth counting.</summary>
    private const ulong KeysPerRowMax = 2;

    /// <inheritdoc/>
    public override bool OrdersNext(ReadOnlySpan<int> rows, SortColumn next) => next switch
    {
        IntegerSort<int> ints => OrdersNext(rows, ints.Column),
        IntegerSort<long> longs => OrdersNext(rows, longs.Column),
        _ => false,
    };

    /// <inheritdoc/>
    public override int EqualPrefix(ReadOnlySpan<int> rows)
    {
        if (Column.NullCount != 0)
        {
            return base.EqualPrefix(rows);
        }

        ReadOnlySpan<T> values = Column.Values;
        T first = values[rows[0]];
        int count = 1;
        while (count < rows.Length && values[rows[count]] == first)
        {
            count++;
        }

        return count;
    }

    protected override void SortDisordered(Span<int> rows)
    {
        if (Column.NullCount != 0)
        {
            base.SortDisordered(rows);
            return;
        }

        (long lowest, int keys) = Keys(rows);
        if (keys > 0)
        {
            CountingSort(rows, lowest, keys);
        }
        else
        {
            KeyedSort(rows);
        }
    }

    private bool OrdersNext<TNext>(ReadOnlySpan<int> rows, FixedColumn<TNext> next)
        where TNext : unmanaged, IBinaryInteger<TNext>, IMinMaxValue<TNext>
    {
        if (Column.NullCount != 0 || next.NullCount != 0 || Keys(rows) is not (var lowest, > 0 and var keys))
        {
            return false;
        }

        ReadOnlySpan<T> values = Column.Values;
        ReadOnlySpan<TNext> following = next.Values;
        TNext[] rented = ColumnPool.Of<TNext>().Rent(keys);
        Span<TNext> last = rented.AsSpan(0, keys);
        last.Fill(TNext.MinValue);
        bool ascends = true;
        foreach (int row in rows)
        {
            ref TNext before = ref last[(int)(long.CreateTruncating(values[row]) - lowest)];
            if (following[row] < before)
            {
                ascends = false;
                break;
            }

            before = following[row];
        }

        ColumnPool.Of<TNext>().Return(rented);
        return ascends;
    }

    /// <summary>The lowest value, and how many there are from it to the highest; 0 where they are too many to count.</summary>
    private (long Lowest, int Keys) Keys(ReadOnlySpan<int> rows)
    {
        (long lowest, long highest) = Range(rows);
        ulong range = unchecked((ulong)(highest - lowest));
        return range < KeysPerRowMax * (ulong)rows.Length ? (lowest, (int)range + 1) : (lowest, 0);
    }

    private (long Lowest, long Highest) Range(ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<T> values = Column.Values;
        T lowest = values[rows[0]];
        T highest = lowest;
        foreach (int row in rows)
        {
            lowest = T.Min(lowest, values[row]);
            highest = T.Max(highest, values[row]);
        }

        return (long.CreateTruncating(lowest), long.CreateTruncating(highest));
    }

    /// <summary>Counts each key, then places each row.</summary>
    private void CountingSort(Span<int> rows, long lowest, int keys)
    {
        ReadOnlySpan<T> values = Column.Values;
        int[] starts = ColumnPool.Of<int>().Rent(keys + 1);
        int[] sorted = ColumnPool.Of<int>().Rent(rows.Length);
        Span<int> next = starts.AsSpan(0, keys + 1);
        next.Clear();
        foreach (int row in rows)
        {
            next[(int)(long.CreateTruncating(values[row]) - lowest) + 1]++;
        }

        for (int i = 1; i < next.Length; i++)
        {
            next[i] += next[i - 1];
        }

        foreach (int row in rows)
        {
            sorted[next[(int)(long.CreateTruncating(values[row]) - lowest)]++] = row;
        }

        sorted.AsSpan(0, rows.Length).CopyTo(rows);
        ColumnPool.Of<int>().Return(starts);
        ColumnPool.Of<int>().Return(sorted);
    }

    /// <summary>Sorts keys beside their rows, then the rows of each run of equal keys, which makes it stable.</summary>
    private void KeyedSort(Span<int> rows)
    {
        ReadOnlySpan<T> values = Column.Values;
        T[] rented = ColumnPool.Of<T>().Rent(rows.Length);
        Span<T> keys = rented.AsSpan(0, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = values[rows[i]];
        }

        keys.Sort(rows);
        for (int start = 0; start < rows.Length;)
        {
            int end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                rows[start..end].Sort();
            }

            start = end;
        }

        ColumnPool.Of<T>().Return(rented);
    }
}
