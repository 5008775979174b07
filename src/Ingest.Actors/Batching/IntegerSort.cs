using System.Numerics;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts by integers: by counting where they are as dense as sensor numbers, beside their keys otherwise.</summary>
internal sealed class IntegerSort<T>(FixedColumn<T> column) : FixedSort<T>(column)
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Distinct keys for each row, at most, that are worth counting.</summary>
    private const ulong KeysPerRowMax = 2;

    protected override void SortDisordered(Span<int> rows)
    {
        if (Column.NullCount != 0)
        {
            base.SortDisordered(rows);
            return;
        }

        (long lowest, long highest) = Range(rows);
        ulong range = unchecked((ulong)(highest - lowest));
        if (range < KeysPerRowMax * (ulong)rows.Length)
        {
            CountingSort(rows, lowest, (int)range + 1);
        }
        else
        {
            KeyedSort(rows);
        }
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
