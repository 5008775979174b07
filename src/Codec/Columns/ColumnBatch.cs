namespace Ingest.Codec.Columns;

/// <summary>Rows as a struct of arrays: one buffer a column, all of the same length. Not thread-safe.</summary>
public sealed class ColumnBatch : IDisposable
{
    private readonly ColumnBuffer[] _buffers;

    public ColumnBatch(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        _buffers = [.. columns.Select(column => ColumnBuffer.Create(column.Type))];
    }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Rows.</summary>
    public int Count => _buffers[0].Count;

    public ColumnBuffer this[int column] => _buffers[column];

    /// <summary>Bytes rented, used or not.</summary>
    public long CapacityBytes
    {
        get
        {
            long bytes = 0;
            foreach (ColumnBuffer buffer in _buffers)
            {
                bytes += buffer.CapacityBytes;
            }

            return bytes;
        }
    }

    /// <summary>Bytes that rows [start, start + count) take, the same however the rows came here.</summary>
    public long BytesOf(int start, int count)
    {
        long bytes = 0;
        foreach (ColumnBuffer buffer in _buffers)
        {
            bytes += buffer.BytesOf(start, count);
        }

        return bytes;
    }

    /// <summary>Makes room for that many rows at once.</summary>
    /// <param name="rows">All that there will be.</param>
    public void Reserve(int rows)
    {
        foreach (ColumnBuffer buffer in _buffers)
        {
            buffer.Reserve(rows);
        }
    }

    /// <summary>Gives room back that was made for rows that have not come.</summary>
    public void Trim()
    {
        foreach (ColumnBuffer buffer in _buffers)
        {
            buffer.Trim();
        }
    }

    /// <summary>Appends rows [start, start + count) of a batch of the same columns.</summary>
    public void AppendRange(ColumnBatch source, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        for (int i = 0; i < _buffers.Length; i++)
        {
            _buffers[i].AppendRange(source._buffers[i], start, count);
        }
    }

    /// <summary>Gives all arrays back to the pool.</summary>
    public void Dispose()
    {
        foreach (ColumnBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
