namespace Ingest.Actors.Paging;

/// <summary>How many rows to ask for, from the size of the rows seen so far.</summary>
internal sealed class PageSize(int pageBytes)
{
    private const int FirstRows = 1024;
    private const int RowsMin = 256;
    private const int RowsMax = 65_536;

    private long _rows;
    private long _bytes;

    /// <summary>Rows of the next query.</summary>
    public int Rows => _rows == 0 ? FirstRows : (int)Math.Clamp(pageBytes * _rows / Math.Max(_bytes, 1), RowsMin, RowsMax);

    /// <summary>Bytes that a page aims at.</summary>
    public long BytesAim => pageBytes;

    /// <summary>Bytes at which a page is cut, whatever its query still holds.</summary>
    public long BytesMax { get; } = 2L * pageBytes;

    public void Saw(int rows, long bytes)
    {
        _rows += rows;
        _bytes += bytes;
    }
}
