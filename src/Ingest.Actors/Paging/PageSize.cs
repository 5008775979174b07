namespace Ingest.Actors.Paging;

/// <summary>How many rows to ask for, from the size of the rows seen so far.</summary>
/// <param name="pageBytes">Bytes that a page aims at.</param>
/// <param name="rows">Rows of each query, whatever their size; null: as many as the size says.</param>
internal sealed class PageSize(int pageBytes, int? rows = null)
{
    private const int FirstRows = 1024;
    private const int RowsMin = 256;
    private const int RowsMax = 65_536;

    private long _rows;
    private long _bytes;

    /// <summary>Rows of the next query.</summary>
    public int Rows => rows
        ?? (_rows == 0 ? FirstRows : (int)Math.Clamp(pageBytes * _rows / Math.Max(_bytes, 1), RowsMin, RowsMax));

    /// <summary>Bytes that a page aims at.</summary>
    public long BytesAim => pageBytes;

    /// <summary>Bytes at which a page is cut, whatever its query still holds.</summary>
    public long BytesMax { get; } = 2L * pageBytes;

    public void Saw(int seen, long bytes)
    {
        _rows += seen;
        _bytes += bytes;
    }
}
