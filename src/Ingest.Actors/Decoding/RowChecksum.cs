using System.IO.Hashing;
using System.Runtime.InteropServices;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>
/// A checksum of rows that does not depend on their order or on how they are split into pages: the sum, modulo 2^64, of one
/// XXH3 chain a row over all its columns, each column's hash seeding the next one's.
/// </summary>
public static class RowChecksum
{
    /// <summary>The checksum of rows [start, start + count).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">What every row's chain begins with: a secret where rows hold what nobody is to find by trying.</param>
    public static ulong Of(ColumnBatch rows, int start, int count, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ulong[] chains = ColumnPool.Of<ulong>().Rent(count);
        Span<ulong> hashes = chains.AsSpan(0, count);
        hashes.Fill(seed);
        for (int column = 0; column < rows.Columns.Count; column++)
        {
            Fold(rows[column], start, hashes);
        }

        ulong sum = 0;
        foreach (ulong hash in hashes)
        {
            sum += hash;
        }

        ColumnPool.Of<ulong>().Return(chains);
        return sum;
    }

    private static void Fold(ColumnBuffer column, int start, Span<ulong> hashes)
    {
        ReadOnlySpan<byte> nulls = column.Nulls.IsEmpty ? default : column.Nulls.Slice(start, hashes.Length);
        switch (column)
        {
            case FixedColumn<int> ints:
                Fold(ints.Values.Slice(start, hashes.Length), nulls, hashes);
                break;
            case FixedColumn<long> longs:
                Fold(longs.Values.Slice(start, hashes.Length), nulls, hashes);
                break;
            case FixedColumn<Int128> wides:
                Fold(wides.Values.Slice(start, hashes.Length), nulls, hashes);
                break;
            case FixedColumn<float> floats:
                Fold(floats.Values.Slice(start, hashes.Length), nulls, hashes);
                break;
            case FixedColumn<double> doubles:
                Fold(doubles.Values.Slice(start, hashes.Length), nulls, hashes);
                break;
            case FixedColumn<decimal> decimals:
                for (int i = 0; i < hashes.Length; i++)
                {
                    decimal value = Normal(decimals.Values[start + i]);
                    hashes[i] = Next(hashes[i], MemoryMarshal.AsBytes(new ReadOnlySpan<decimal>(in value)), nulls, i);
                }

                break;
            case BytesColumn bytes:
                for (int i = 0; i < hashes.Length; i++)
                {
                    hashes[i] = Next(hashes[i], bytes[start + i], nulls, i);
                }

                break;
        }
    }

    private static void Fold<T>(ReadOnlySpan<T> values, ReadOnlySpan<byte> nulls, Span<ulong> hashes)
        where T : unmanaged
    {
        for (int i = 0; i < values.Length; i++)
        {
            hashes[i] = Next(hashes[i], MemoryMarshal.AsBytes(values.Slice(i, 1)), nulls, i);
        }
    }

    /// <summary>Without zeros at its end, which say nothing of the value and are there or not as it came.</summary>
    private static decimal Normal(decimal value) => value == 0 ? 0 : value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;

    /// <summary>A null hashes as the empty string does under another seed.</summary>
    private static ulong Next(ulong chain, ReadOnlySpan<byte> value, ReadOnlySpan<byte> nulls, int row) =>
        nulls.IsEmpty || nulls[row] == 0
            ? XxHash3.HashToUInt64(value, (long)chain)
            : XxHash3.HashToUInt64(default, ~(long)chain);
}
