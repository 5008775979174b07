using System.Buffers;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts row numbers by one column: ascending, nulls first, stable.</summary>
internal abstract class SortColumn
{
    public static SortColumn Of(ColumnBuffer column) => column switch
    {
        FixedColumn<int> ints => new FixedSort<int>(ints, static value => value),
        FixedColumn<long> longs => new FixedSort<long>(longs, static value => value),
        FixedColumn<float> floats => new FixedSort<float>(floats, null),
        FixedColumn<double> doubles => new FixedSort<double>(doubles, null),
        FixedColumn<decimal> decimals => new FixedSort<decimal>(decimals, null),
        BytesColumn bytes => new BytesSort(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    /// <returns>Whether anything moved.</returns>
    public bool Sort(Span<int> rows)
    {
        if (InOrder(rows))
        {
            return false;
        }

        SortDisordered(rows);
        return true;
    }

    /// <summary>How many of the first rows have the same value as the first.</summary>
    public int EqualPrefix(ReadOnlySpan<int> rows)
    {
        int count = 1;
        while (count < rows.Length && Compare(rows[0], rows[count]) == 0)
        {
            count++;
        }

        return count;
    }

    protected abstract int Compare(int left, int right);

    protected virtual bool InOrder(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (Compare(rows[i - 1], rows[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Introsort is not stable, but equal rows told apart by their number make it so: they come in rising order.</summary>
    protected virtual void SortDisordered(Span<int> rows) =>
        rows.Sort((left, right) => Compare(left, right) is var order and not 0 ? order : left.CompareTo(right));

    private sealed class BytesSort(BytesColumn column) : SortColumn
    {
        protected override int Compare(int left, int right)
        {
            bool leftNull = column.IsNull(left);
            return leftNull != column.IsNull(right) ? (leftNull ? -1 : 1) : column[left].SequenceCompareTo(column[right]);
        }
    }

    private sealed class FixedSort<T>(FixedColumn<T> column, Func<T, long>? toLong) : SortColumn
        where T : unmanaged, IComparable<T>
    {
        protected override int Compare(int left, int right)
        {
            bool leftNull = column.IsNull(left);
            return leftNull != column.IsNull(right)
                ? (leftNull ? -1 : 1)
                : column.Values[left].CompareTo(column.Values[right]);
        }

        protected override bool InOrder(ReadOnlySpan<int> rows)
        {
            if (column.NullCount != 0)
            {
                return base.InOrder(rows);
            }

            ReadOnlySpan<T> values = column.Values;
            for (int i = 1; i < rows.Length; i++)
            {
                if (values[rows[i - 1]].CompareTo(values[rows[i]]) > 0)
                {
                    return false;
                }
            }

            return true;
        }

        protected override void SortDisordered(Span<int> rows)
        {
            if (toLong is null || column.NullCount != 0)
            {
                base.SortDisordered(rows);
                return;
            }

            (long lowest, long highest) = Range(rows);
            ulong distinct = unchecked((ulong)(highest - lowest));
            if (distinct < 2UL * (ulong)rows.Length)
            {
                CountingSort(rows, lowest, (int)distinct + 1);
            }
            else
            {
                KeyedSort(rows);
            }
        }

        private (long Lowest, long Highest) Range(ReadOnlySpan<int> rows)
        {
            ReadOnlySpan<T> values = column.Values;
            long lowest = long.MaxValue;
            long highest = long.MinValue;
            foreach (int row in rows)
            {
                long value = toLong!(values[row]);
                lowest = Math.Min(lowest, value);
                highest = Math.Max(highest, value);
            }

            return (lowest, highest);
        }

        /// <summary>For keys as dense as sensor numbers: count each, then place each.</summary>
        private void CountingSort(Span<int> rows, long lowest, int distinct)
        {
            ReadOnlySpan<T> values = column.Values;
            int[] starts = ArrayPool<int>.Shared.Rent(distinct + 1);
            int[] sorted = ArrayPool<int>.Shared.Rent(rows.Length);
            Span<int> next = starts.AsSpan(0, distinct + 1);
            next.Clear();
            foreach (int row in rows)
            {
                next[(int)(toLong!(values[row]) - lowest) + 1]++;
            }

            for (int i = 1; i < next.Length; i++)
            {
                next[i] += next[i - 1];
            }

            foreach (int row in rows)
            {
                sorted[next[(int)(toLong!(values[row]) - lowest)]++] = row;
            }

            sorted.AsSpan(0, rows.Length).CopyTo(rows);
            ArrayPool<int>.Shared.Return(starts);
            ArrayPool<int>.Shared.Return(sorted);
        }

        /// <summary>Sorts keys beside their rows, then the rows of each run of equal keys, which makes it stable.</summary>
        private void KeyedSort(Span<int> rows)
        {
            ReadOnlySpan<T> values = column.Values;
            T[] rented = ArrayPool<T>.Shared.Rent(rows.Length);
            Span<T> keys = rented.AsSpan(0, rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                keys[i] = values[rows[i]];
            }

            keys.Sort(rows);
            for (int start = 0; start < rows.Length;)
            {
                int end = start + 1;
                while (end < rows.Length && keys[end].CompareTo(keys[start]) == 0)
                {
                    end++;
                }

                if (end - start > 1)
                {
                    rows[start..end].Sort();
                }

                start = end;
            }

            ArrayPool<T>.Shared.Return(rented);
        }
    }
}
