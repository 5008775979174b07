namespace Ingest.Codec.Columns;

/// <summary>A column of byte strings of any length (text as UTF-8): one slab of bytes and where each row ends in it.</summary>
public sealed class BytesColumn : ColumnBuffer
{
    private byte[] _bytes = [];
    private int[] _ends = [];

    public BytesColumn(ColumnType type)
        : base(type)
    {
    }

    /// <inheritdoc/>
    public override int RowBytes => sizeof(int);

    /// <inheritdoc/>
    public override long CapacityBytes => base.CapacityBytes + _bytes.Length + ((long)_ends.Length * sizeof(int));

    /// <summary>Bytes of all rows together.</summary>
    public int ByteCount => Start(Count);

    /// <summary>The bytes of one row; empty where the row is null. Valid until the next change.</summary>
    public ReadOnlySpan<byte> this[int row] => _bytes.AsSpan(Start(row), End(row) - Start(row));

    /// <summary>The same as the indexer, for code that awaits. Valid until the next change.</summary>
    public ReadOnlyMemory<byte> Memory(int row) => _bytes.AsMemory(Start(row), End(row) - Start(row));

    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(AppendUninitialized(value.Length));

    /// <summary>Appends one row of that many bytes and returns them to be written.</summary>
    public Span<byte> AppendUninitialized(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        MakeRoom(1, length);
        int start = ByteCount;
        _ends[Count++] = start + length;
        return _bytes.AsSpan(start, length);
    }

    /// <summary>The same as <see cref="AppendUninitialized"/>, for code that fills arrays.</summary>
    public ArraySegment<byte> AppendSegment(int length)
    {
        AppendUninitialized(length);
        return new ArraySegment<byte>(_bytes, ByteCount - length, length);
    }

    /// <inheritdoc/>
    public override long BytesOf(int start, int count) => base.BytesOf(start, count) + Start(start + count) - Start(start);

    /// <summary>Rows to come are taken to be as long as those that are there.</summary>
    private protected override void Resize(int rows, bool grow)
    {
        Resize(ref _ends, Count, rows, grow);
        Resize(ref _bytes, ByteCount, (int)Math.Min((long)ByteCount * rows / Math.Max(Count, 1), Array.MaxLength), grow);
    }

    private protected override void AppendDefaults(int count)
    {
        MakeRoom(count, 0);
        _ends.AsSpan(Count, count).Fill(ByteCount);
        Count += count;
    }

    private protected override void AppendValues(ColumnBuffer source, int start, int count)
    {
        var from = (BytesColumn)source;
        int first = from.Start(start);
        ReadOnlySpan<byte> bytes = from._bytes.AsSpan(first, from.Start(start + count) - first);
        MakeRoom(count, bytes.Length);
        int shift = ByteCount - first;
        bytes.CopyTo(_bytes.AsSpan(ByteCount));
        for (int i = 0; i < count; i++)
        {
            _ends[Count + i] = from._ends[start + i] + shift;
        }

        Count += count;
    }

    private protected override void AppendValueRepeat(ColumnBuffer source, int row, int times)
    {
        ReadOnlySpan<byte> value = ((BytesColumn)source)[row];
        MakeRoom(times, checked(value.Length * times));
        for (int i = 0; i < times; i++)
        {
            Append(value);
        }
    }

    private protected override void ReturnArrays()
    {
        Return(ref _bytes);
        Return(ref _ends);
    }

    private int Start(int row) => row == 0 ? 0 : End(row - 1);

    private int End(int row) => _ends.AsSpan(0, Count)[row];

    private void MakeRoom(int rows, int bytes)
    {
        if (rows > _ends.Length - Count)
        {
            Grow(ref _ends, Count, checked(Count + rows));
        }

        if (ByteCount + (long)bytes > _bytes.Length)
        {
            Grow(ref _bytes, ByteCount, checked(ByteCount + bytes));
        }
    }
}
