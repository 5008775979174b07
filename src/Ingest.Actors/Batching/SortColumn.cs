using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts row numbers by one column: ascending, nulls first, stable.</summary>
internal abstract class SortColumn
{
    public static SortColumn Of(ColumnBuffer column) => column switch
    {
        FixedColumn<int> ints => new IntegerSort<int>(ints),
        FixedColumn<long> longs => new IntegerSort<long>(longs),
        FixedColumn<float> floats => new FixedSort<float>(floats),
        FixedColumn<double> doubles => new FixedSort<double>(doubles),
        FixedColumn<decimal> decimals => new FixedSort<decimal>(decimals),
        FixedColumn<Int128> wides => new FixedSort<Int128>(wides),
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

    /// <summary>Whether the next column ascends within each of this one's values already, told without sorting anything and
    /// with no jumps through memory. False where it does not, or where only sorting can tell.</summary>
    /// <param name="rows">In the order before <see cref="Sort"/>.</param>
    /// <param name="next">The column that orders what is equal in this one.</param>
    public virtual bool OrdersNext(ReadOnlySpan<int> rows, SortColumn next) => false;

    /// <summary>How many of the first rows have the same value as the first.</summary>
    public virtual int EqualPrefix(ReadOnlySpan<int> rows)
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
}
