using System.Runtime.CompilerServices;
using Ingest.Codec.Columns;

namespace Ingest.Codec.Tests.Columns;

/// <summary>What differs between the columns' types, for tests of what does not.</summary>
public interface IColumnAccess<T>
{
    /// <summary>What a null row holds.</summary>
    T Default { get; }

    ColumnBuffer Create();

    void Append(ColumnBuffer column, T value);

    T Read(ColumnBuffer column, int row);

    /// <summary>Appends that many uninitialized rows and writes the value to each.</summary>
    void AppendInPlace(ColumnBuffer column, T value, int count);

    /// <summary>Makes a row null; false if the column cannot.</summary>
    bool TrySetNull(ColumnBuffer column, int row);

    /// <summary>Bytes that a row of that value takes.</summary>
    long Bytes(T value);
}

public static class ColumnAccess
{
    public static void AppendCell<T>(this IColumnAccess<T> access, ColumnBuffer column, T? cell)
        where T : struct
    {
        if (cell is T value)
        {
            access.Append(column, value);
        }
        else
        {
            column.AppendNull();
        }
    }
}

public sealed class FixedAccess<T>(ColumnType type) : IColumnAccess<T>
    where T : unmanaged
{
    public T Default => default;

    public ColumnBuffer Create() => ColumnBuffer.Create(type);

    public void Append(ColumnBuffer column, T value) => ((FixedColumn<T>)column).Append(value);

    public T Read(ColumnBuffer column, int row) => ((FixedColumn<T>)column).Values[row];

    public void AppendInPlace(ColumnBuffer column, T value, int count) =>
        ((FixedColumn<T>)column).AppendUninitialized(count).Fill(value);

    public bool TrySetNull(ColumnBuffer column, int row)
    {
        ((FixedColumn<T>)column).SetNull(row);
        return true;
    }

    public long Bytes(T value) => Unsafe.SizeOf<T>();
}

/// <summary>A byte string that compares by its content.</summary>
public readonly record struct Blob(string Hex)
{
    public byte[] Bytes => Convert.FromHexString(Hex);
}

public sealed class BytesAccess : IColumnAccess<Blob>
{
    public Blob Default => new("");

    public ColumnBuffer Create() => ColumnBuffer.Create(ColumnType.Binary);

    public void Append(ColumnBuffer column, Blob value) => ((BytesColumn)column).Append(value.Bytes);

    public Blob Read(ColumnBuffer column, int row) => new(Convert.ToHexString(((BytesColumn)column)[row]));

    public void AppendInPlace(ColumnBuffer column, Blob value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            value.Bytes.CopyTo(((BytesColumn)column).AppendUninitialized(value.Bytes.Length));
        }
    }

    public bool TrySetNull(ColumnBuffer column, int row) => false;

    public long Bytes(Blob value) => sizeof(int) + (value.Hex.Length / 2);
}
