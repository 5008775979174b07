using System.Text.Unicode;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Reading;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Appends converted numbers to a column of one kind.</summary>
internal abstract class ColumnWriter
{
    /// <param name="payload">Where byte strings lie.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">One number a row.</param>
    /// <param name="absent">1 for a row that becomes null; empty where none does.</param>
    /// <returns>The first row whose number is none of the column; -1 when all are right.</returns>
    public abstract int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent);

    /// <summary>Bytes that a number's row takes beside its place in the column: those of texts and byte strings.</summary>
    public virtual int StringBytes(long number) => 0;

    private protected static void SetNulls<T>(FixedColumn<T> column, int first, ReadOnlySpan<byte> absent)
        where T : unmanaged
    {
        for (int i = 0; i < absent.Length; i++)
        {
            if (absent[i] != 0)
            {
                column.SetNull(first + i);
            }
        }
    }
}

/// <summary>Integers and unscaled decimals of 32 bits.</summary>
internal sealed class Int32Writer : ColumnWriter
{
    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        var ints = (FixedColumn<int>)column;
        if (rows.Length == 1 && absent.IsEmpty)
        {
            ints.Append((int)rows[0]);
            return -1;
        }

        int first = ints.Count;
        Lanes.Narrow(rows, ints.AppendUninitialized(rows.Length));
        SetNulls(ints, first, absent);
        return -1;
    }
}

/// <summary>Integers, unscaled decimals and times of 64 bits.</summary>
internal sealed class Int64Writer : ColumnWriter
{
    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        var longs = (FixedColumn<long>)column;
        if (rows.Length == 1 && absent.IsEmpty)
        {
            longs.Append(rows[0]);
            return -1;
        }

        int first = longs.Count;
        rows.CopyTo(longs.AppendUninitialized(rows.Length));
        SetNulls(longs, first, absent);
        return -1;
    }
}

/// <summary>Floating-point numbers from their bits: of 16, 32 or 64.</summary>
internal sealed class FloatWriter(int bits) : ColumnWriter
{
    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        int first = column.Count;
        if (column is FixedColumn<float> floats)
        {
            Span<float> target = floats.AppendUninitialized(rows.Length);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = (float)Value(rows[i]);
            }

            SetNulls(floats, first, absent);
        }
        else
        {
            var doubles = (FixedColumn<double>)column;
            Span<double> target = doubles.AppendUninitialized(rows.Length);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = Value(rows[i]);
            }

            SetNulls(doubles, first, absent);
        }

        return -1;
    }

    private double Value(long number) => bits switch
    {
        16 => (double)BitConverter.UInt16BitsToHalf((ushort)number),
        32 => BitConverter.UInt32BitsToSingle((uint)number),
        _ => BitConverter.Int64BitsToDouble(number),
    };
}

/// <summary>Byte strings, and text, from where they lie in the payload.</summary>
/// <param name="isText">Whether they have to be UTF-8; zeros that fill a fixed length up are cut off.</param>
internal sealed class BytesWriter(bool isText) : ColumnWriter
{
    /// <inheritdoc/>
    public override int StringBytes(long number) => Place.Length(number);

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        var strings = (BytesColumn)column;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!absent.IsEmpty && absent[i] != 0)
            {
                strings.AppendNull();
                continue;
            }

            ReadOnlySpan<byte> bytes = Place.Bytes(payload, rows[i]);
            if (isText)
            {
                bytes = bytes.TrimEnd((byte)0);
                if (!Utf8.IsValid(bytes))
                {
                    return i;
                }
            }

            strings.Append(bytes);
        }

        return -1;
    }
}

/// <summary>The words that numbers stand for.</summary>
/// <param name="words">UTF-8, by number.</param>
/// <param name="other">The word for every other number; null: every other is refused.</param>
internal sealed class EnumWriter(IReadOnlyDictionary<long, byte[]> words, byte[]? other) : ColumnWriter
{
    /// <inheritdoc/>
    public override int StringBytes(long number) => Word(number)?.Length ?? 0;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> payload, ColumnBuffer column, ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        var strings = (BytesColumn)column;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!absent.IsEmpty && absent[i] != 0)
            {
                strings.AppendNull();
            }
            else if (Word(rows[i]) is { } known)
            {
                strings.Append(known);
            }
            else
            {
                return i;
            }
        }

        return -1;
    }

    private byte[]? Word(long number) => words.TryGetValue(number, out byte[]? word) ? word : other;
}
