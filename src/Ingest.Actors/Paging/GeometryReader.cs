using System.Data.Common;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Geometries as the servers keep them: four bytes that number the spatial reference system, then WKB, which is what the
/// lake gets. WKB has no place for the number, so a geometry that has one is changed.</summary>
internal sealed class GeometryReader : ColumnReader
{
    private const int SridBytes = sizeof(int);

    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        int length = (int)row.GetBytes(ordinal, 0, null, 0, 0);
        if (length < SridBytes)
        {
            throw new ColumnValueException("holds what is no geometry");
        }

        byte[] srid = new byte[SridBytes];
        row.GetBytes(ordinal, 0, srid, 0, SridBytes);
        ArraySegment<byte> space = ((BytesColumn)target).AppendSegment(length - SridBytes);
        row.GetBytes(ordinal, SridBytes, space.Array, space.Offset, space.Count);
        return BitConverter.ToInt32(srid) == 0;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) =>
        throw new NotSupportedException("A geometry is no key.");
}
