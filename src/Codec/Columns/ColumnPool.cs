using System.Buffers;

namespace Ingest.Codec.Columns;

/// <summary>
/// The arrays of columns, and of what is as long as they are. One pool for all threads: <see cref="ArrayPool{T}.Shared"/>
/// keeps an array of each size back for every thread, and a row group's arrays come from one thread and go back on another,
/// so that it ends with a row group's worth on each.
/// </summary>
public static class ColumnPool
{
    /// <summary>The longest array that is kept.</summary>
    private const int LengthMax = 1 << 25;

    /// <summary>Arrays of each size that are kept: a few columns of a few groups.</summary>
    private const int ArraysPerLength = 32;

    public static ArrayPool<T> Of<T>() => Pool<T>.Arrays;

    private static class Pool<T>
    {
        public static readonly ArrayPool<T> Arrays = ArrayPool<T>.Create(LengthMax, ArraysPerLength);
    }
}
