using Ingest.Codec.Columns;

namespace Ingest.Actors.Batching;

/// <summary>Sorts by bytes, as unsigned numbers: the order of UTF-8 text by code point.</summary>
internal sealed class BytesSort(BytesColumn column) : SortColumn
{
    protected override int Compare(int left, int right)
    {
        bool leftNull = column.IsNull(left);
        return leftNull != column.IsNull(right) ? (leftNull ? -1 : 1) : column[left].SequenceCompareTo(column[right]);
    }
}
