using System.Data.Common;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Copies bytes as they are, without an array a value.</summary>
internal class BytesReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        ArraySegment<byte> space = ((BytesColumn)target).AppendSegment((int)row.GetBytes(ordinal, 0, null, 0, 0));
        row.GetBytes(ordinal, 0, space.Array, space.Offset, space.Count);
        return true;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal)
    {
        byte[] value = new byte[row.GetBytes(ordinal, 0, null, 0, 0)];
        row.GetBytes(ordinal, 0, value, 0, value.Length);
        return value;
    }
}
