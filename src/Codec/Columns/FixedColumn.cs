using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ingest.Codec.Columns;

/// <summary>A column of values of one fixed width: int, long, Int128, float, double or decimal.</summary>
public sealed class FixedColumn<T> : ColumnBuffer
    where T : unmanaged
{
    private T[] _values = [];

    public FixedColumn(ColumnType type)
        : base(type)
    {
    }

    /// <inheritdoc/>
    public override int RowBytes => Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public override long CapacityBytes => base.CapacityBytes + ((long)_values.Length * Unsafe.SizeOf<T>());

    /// <summary>One value a row; the default where the row is null.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>The same as <see cref="Values"/>, for code that awaits. Valid until the next change.</summary>
    public ReadOnlyMemory<T> Memory => _values.AsMemory(0, Count);

    public void Append(T value)
    {
        if (Count == _values.Length)
        {
            Grow(ref _values, Count, Count + 1);
        }

        _values[Count++] = value;
    }

    /// <summary>Appends that many rows and returns them to be written. Their content is undefined until then.</summary>
    public Span<T> AppendUninitialized(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        MakeRoom(count);
        Span<T> rows = _values.AsSpan(Count, count);
        Count += count;
        return rows;
    }

    /// <summary>Makes a row null, whatever it held before.</summary>
    public void SetNull(int row)
    {
        _values.AsSpan(0, Count)[row] = default;
        MarkNull(row);
    }

    private protected override void Resize(int rows, bool grow) => Resize(ref _values, Count, rows, grow);

    private protected override void AppendDefaults(int count) => AppendUninitialized(count).Clear();

    private protected override void AppendValues(ColumnBuffer source, int start, int count) =>
        Same(source)._values.AsSpan(start, count).CopyTo(AppendUninitialized(count));

    private protected override void AppendValueRepeat(ColumnBuffer source, int row, int times)
    {
        T value = Same(source)._values[row];
        AppendUninitialized(times).Fill(value);
    }

    private protected override void ReturnArrays() => Return(ref _values);

    private void MakeRoom(int count)
    {
        if (count > _values.Length - Count)
        {
            Grow(ref _values, Count, checked(Count + count));
        }
    }

    [SuppressMessage("Performance", "CA1859", Justification = "The cast is the point.")]
    private static FixedColumn<T> Same(ColumnBuffer source) => (FixedColumn<T>)source;
}
