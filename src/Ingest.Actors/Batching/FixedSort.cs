using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts by values of one fixed width, as the type compares them.</summary>
internal class FixedSort<T>(FixedColumn<T> column) : SortColumn
    where T : unmanaged, IComparable<T>
{
    public FixedColumn<T> Column { get; } = column;

    protected override int Compare(int left, int right)
    {
        bool leftNull = Column.IsNull(left);
        return leftNull != Column.IsNull(right)
            ? (leftNull ? -1 : 1)
            : Column.Values[left].CompareTo(Column.Values[right]);
    }

    protected override bool InOrder(ReadOnlySpan<int> rows)
    {
        if (Column.NullCount != 0)
        {
            return base.InOrder(rows);
        }

        ReadOnlySpan<T> values = Column.Values;
        for (int i = 1; i < rows.Length; i++)
        {
            if (values[rows[i - 1]].CompareTo(values[rows[i]]) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
