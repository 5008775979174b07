using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Loops over whole lists of numbers, four at a time.</summary>
internal static class Lanes
{
    /// <summary>Zigzag integers become signed ones: 0, 1, 2, 3 become 0, -1, 1, -2.</summary>
    public static void UnZigZag(Span<long> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector256<long>.Count; i += Vector256<long>.Count)
        {
            Vector256<long> zigzag = Vector256.LoadUnsafe(ref values[i]);
            (Vector256.ShiftRightLogical(zigzag, 1) ^ -(zigzag & Vector256<long>.One)).StoreUnsafe(ref values[i]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = (long)((ulong)values[i] >> 1) ^ -(values[i] & 1);
        }
    }

    /// <summary>Whether all numbers are from one to another, both included.</summary>
    public static bool AreWithin(ReadOnlySpan<long> values, long from, long to)
    {
        Vector256<long> lowest = Vector256.Create(from);
        Vector256<long> highest = Vector256.Create(to);
        ref long first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Vector256<long>.Count; i += Vector256<long>.Count)
        {
            var some = Vector256.LoadUnsafe(ref first, (nuint)i);
            if (Vector256.LessThanAny(some, lowest) || Vector256.GreaterThanAny(some, highest))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < from || values[i] > to)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The lower 32 bits of each.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="target">As many.</param>
    public static void Narrow(ReadOnlySpan<long> values, Span<int> target)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256.Narrow(
                    Vector256.LoadUnsafe(ref first, (nuint)i),
                    Vector256.LoadUnsafe(ref first, (nuint)(i + Vector256<long>.Count)))
                .StoreUnsafe(ref target[i]);
        }

        for (; i < values.Length; i++)
        {
            target[i] = (int)values[i];
        }
    }
}
