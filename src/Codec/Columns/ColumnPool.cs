using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ingest.Codec.Columns;

/// <summary>
/// The arrays of columns, and of what is as long as they are, for reuse. One pool for all threads: <see cref="ArrayPool{T}.Shared"/>
/// keeps an array of each size back for every thread, and a row group's arrays come from one thread and go back on another, so
/// that it ends with a row group's worth on each. Lengths are powers of two, never the next one, as units count on it that an
/// array is less than twice as long as what is in it. Thread-safe.
/// </summary>
public static class ColumnPool
{
    public static ArrayPool<T> Of<T>() => Sized<T>.Pool;

    private sealed class Sized<T> : ArrayPool<T>
    {
        public static readonly Sized<T> Pool = new();

        private const int LengthMin = 16;

        /// <summary>Arrays of one length that are kept at most: the columns of some row groups for each unit in flight.</summary>
        private static readonly int KeptMax = 16 * Math.Max(2, Environment.ProcessorCount);

        /// <summary>Bytes of one array that is kept at most: longer ones are rare, and each would be a lot to keep.</summary>
        private const long KeptBytesMax = 64 << 20;

        private readonly Stack<T[]>[] _free = [.. Enumerable.Range(0, 31).Select(_ => new Stack<T[]>())];

        public override T[] Rent(int minimumLength)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(minimumLength);
            if (minimumLength == 0)
            {
                return [];
            }

            if (minimumLength > 1 << 30)
            {
                return GC.AllocateUninitializedArray<T>(minimumLength);
            }

            int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(minimumLength, LengthMin));
            Stack<T[]> free = _free[BitOperations.Log2((uint)length)];
            lock (free)
            {
                if (free.TryPop(out T[]? array))
                {
                    return array;
                }
            }

            return GC.AllocateUninitializedArray<T>(length);
        }

        public override void Return(T[] array, bool clearArray = false)
        {
            ArgumentNullException.ThrowIfNull(array);
            if (array.Length < LengthMin || !BitOperations.IsPow2(array.Length) || (long)array.Length * Unsafe.SizeOf<T>() > KeptBytesMax)
            {
                return;
            }

            if (clearArray || RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            {
                array.AsSpan().Clear();
            }

            Stack<T[]> free = _free[BitOperations.Log2((uint)array.Length)];
            lock (free)
            {
                if (free.Count < KeptMax)
                {
                    free.Push(array);
                }
            }
        }
    }
}
