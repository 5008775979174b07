using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Row numbers in the order in which they are to be written: a permutation in a rented array.</summary>
public sealed class RowOrder : IDisposable
{
    private readonly int _count;
    private int[] _rows;

    private RowOrder(int[] rows, int count)
    {
        _rows = rows;
        _count = count;
    }

    public ReadOnlyMemory<int> Rows => _rows.AsMemory(0, _count);

    /// <summary>Bytes rented.</summary>
    public long CapacityBytes => (long)_rows.Length * sizeof(int);

    /// <summary>
    /// The order of rows by the given columns: ascending, nulls first, stable (ties keep their present order). Null when the
    /// rows are in that order already.
    /// </summary>
    public static RowOrder? Sort(ColumnBatch rows, IReadOnlyList<int> sortBy)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sortBy);
        if (sortBy.Count == 0 || rows.Count < 2)
        {
            return null;
        }

        int[] order = ColumnPool.Of<int>().Rent(rows.Count);
        Span<int> span = order.AsSpan(0, rows.Count);
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = i;
        }

        var columns = new SortColumn[sortBy.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = SortColumn.Of(rows[sortBy[i]]);
        }

        if (SortWithin(span, columns, 0))
        {
            return new RowOrder(order, rows.Count);
        }

        ColumnPool.Of<int>().Return(order);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rows.Length != 0)
        {
            ColumnPool.Of<int>().Return(_rows);
            _rows = [];
        }
    }

    /// <summary>Sorts rows that are equal in all columns before this one.</summary>
    /// <returns>Whether anything moved.</returns>
    private static bool SortWithin(Span<int> rows, ReadOnlySpan<SortColumn> columns, int column)
    {
        // Sorting is stable, so what ascends within equal values before it does so after it.
        bool done = column + 1 == columns.Length
            || (column + 2 == columns.Length && columns[column].OrdersNext(rows, columns[column + 1]));
        bool moved = columns[column].Sort(rows);
        if (done)
        {
            return moved;
        }

        for (int start = 0; start < rows.Length;)
        {
            int count = columns[column].EqualPrefix(rows[start..]);
            if (count > 1)
            {
                moved |= SortWithin(rows.Slice(start, count), columns, column + 1);
            }

            start += count;
        }

        return moved;
    }
}
