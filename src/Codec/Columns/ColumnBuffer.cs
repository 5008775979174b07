namespace Ingest.Codec.Columns;

/// <summary>
/// The growing values of one column. Rented from <see cref="ColumnPool"/>, grown from small by doubling, given back by
/// <see cref="Dispose"/>. A null is a row too: it holds the storage's default value and is marked apart. Not thread-safe.
/// </summary>
public abstract class ColumnBuffer : IDisposable
{
    /// <summary>One byte a row, 1 where the row is null; empty until the first null arrives.</summary>
    private byte[] _nulls = [];

    private protected ColumnBuffer(ColumnType type) => Type = type;

    public ColumnType Type { get; }

    /// <summary>Rows.</summary>
    public int Count { get; private protected set; }

    /// <summary>Rows that are null.</summary>
    public int NullCount { get; private set; }

    /// <summary>Bytes that a row takes whatever its value; for variable lengths, without the bytes themselves.</summary>
    public abstract int RowBytes { get; }

    /// <summary>Bytes rented, used or not.</summary>
    public virtual long CapacityBytes => _nulls.Length;

    /// <summary>One byte a row, 1 where null; empty when there is no null at all.</summary>
    public ReadOnlySpan<byte> Nulls => NullCount == 0 ? default : Marks();

    public bool IsNull(int row) => NullCount != 0 && Marks()[row] != 0;

    /// <summary>A buffer for a type's storage.</summary>
    public static ColumnBuffer Create(ColumnType type) => type.Storage switch
    {
        ColumnStorage.Int32 => new FixedColumn<int>(type),
        ColumnStorage.Int64 => new FixedColumn<long>(type),
        ColumnStorage.Float => new FixedColumn<float>(type),
        ColumnStorage.Double => new FixedColumn<double>(type),
        ColumnStorage.Decimal => new FixedColumn<decimal>(type),
        ColumnStorage.Int128 => new FixedColumn<Int128>(type),
        _ => new BytesColumn(type),
    };

    public void AppendNull() => AppendNulls(1);

    /// <summary>Appends that many null rows.</summary>
    public void AppendNulls(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        AppendDefaults(count);
        MarkNulls(Count - count, count);
    }

    /// <summary>Appends rows [start, start + count) of another column of the same storage.</summary>
    public void AppendRange(ColumnBuffer source, int start, int count)
    {
        CheckSource(source, start, count);
        int before = Count;
        AppendValues(source, start, count);
        if (source.NullCount != 0)
        {
            CopyNulls(source.Marks().Slice(start, count), before);
        }
    }

    /// <summary>Appends one row of another column of the same storage, that many times.</summary>
    public void AppendRepeat(ColumnBuffer source, int row, int times)
    {
        CheckSource(source, row, 1);
        if (source.IsNull(row))
        {
            AppendNulls(times);
        }
        else
        {
            AppendValueRepeat(source, row, times);
        }
    }

    /// <summary>Makes room for that many rows at once, so that growing to them leaves no shorter arrays behind.</summary>
    /// <param name="rows">All that there will be; fewer than there are do nothing.</param>
    public void Reserve(int rows)
    {
        if (rows > Count)
        {
            Resize(rows, grow: true);
        }
    }

    /// <summary>Gives room back that was made for rows that have not come.</summary>
    public void Trim() => Resize(Count, grow: false);

    /// <summary>Forgets all rows from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        if (NullCount != 0)
        {
            Span<byte> dropped = Marks()[count..];
            NullCount -= dropped.Count((byte)1);
            dropped.Clear();
        }

        Count = count;
        TruncateValues();
    }

    /// <summary>Bytes that rows [start, start + count) take: what a row group is cut by.</summary>
    public virtual long BytesOf(int start, int count) => (long)RowBytes * count;

    /// <summary>Gives the arrays back to the pool. The buffer is empty afterwards.</summary>
    public void Dispose()
    {
        Count = 0;
        NullCount = 0;
        Return(ref _nulls);
        ReturnArrays();
        GC.SuppressFinalize(this);
    }

    /// <summary>Arrays for that many rows: longer ones, or shorter ones, and those that are neither stay.</summary>
    private protected abstract void Resize(int rows, bool grow);

    private protected abstract void AppendDefaults(int count);

    private protected abstract void AppendValues(ColumnBuffer source, int start, int count);

    private protected abstract void AppendValueRepeat(ColumnBuffer source, int row, int times);

    private protected virtual void TruncateValues()
    {
    }

    private protected abstract void ReturnArrays();

    /// <summary>A larger rented array with the first <paramref name="used"/> elements kept.</summary>
    private protected static void Grow<T>(ref T[] array, int used, int needed) =>
        Replace(ref array, used, (int)Math.Min(Math.Max(needed, 2L * array.Length), Array.MaxLength));

    /// <summary>A longer or a shorter rented array, if there is one, with the first <paramref name="used"/> elements kept.</summary>
    private protected static void Resize<T>(ref T[] array, int used, int needed, bool grow)
    {
        if (grow ? needed > array.Length : array.Length / 2 >= Math.Max(needed, 1))
        {
            Replace(ref array, used, needed);
        }
    }

    private static void Replace<T>(ref T[] array, int used, int needed)
    {
        T[] other = ColumnPool.Of<T>().Rent(needed);
        array.AsSpan(0, used).CopyTo(other);
        Return(ref array);
        array = other;
    }

    private protected static void Return<T>(ref T[] array)
    {
        if (array.Length != 0)
        {
            ColumnPool.Of<T>().Return(array);
            array = [];
        }
    }

    /// <summary>Rented arrays are longer than what they hold, and growing gives the old one back: rows that are not there
    /// would be read silently, rows of this column after they have been given away.</summary>
    private void CheckSource(ColumnBuffer source, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (ReferenceEquals(source, this))
        {
            throw new ArgumentException("A column cannot be appended to itself.", nameof(source));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, source.Count - start);
    }

    private protected void MarkNull(int row)
    {
        ref byte mark = ref Marks()[row];
        NullCount += 1 - mark;
        mark = 1;
    }

    private void MarkNulls(int start, int count)
    {
        Marks().Slice(start, count).Fill(1);
        NullCount += count;
    }

    private void CopyNulls(ReadOnlySpan<byte> nulls, int start)
    {
        int count = nulls.Count((byte)1);
        if (count != 0)
        {
            nulls.CopyTo(Marks()[start..]);
            NullCount += count;
        }
    }

    /// <summary>A mark for every row. Marks beyond the last row are always zero, so values are appended without touching
    /// them, and rows that came since the last look are marked as not null here.</summary>
    private Span<byte> Marks()
    {
        if (_nulls.Length < Count)
        {
            int used = _nulls.Length;
            Grow(ref _nulls, used, Count);
            _nulls.AsSpan(used).Clear();
        }

        return _nulls.AsSpan(0, Count);
    }
}
