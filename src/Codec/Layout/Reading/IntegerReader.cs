using Ingest.Codec.Layout.Rows;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Reading;

/// <summary>
/// How the numbers of a field are stored. Every number is 64 bits here: integers as they are, floating-point numbers as their
/// bits, byte strings as the place where they lie (<see cref="Place"/>).
/// </summary>
internal abstract class IntegerReader
{
    /// <summary>Bytes of every number; 0 where that differs from one to the next.</summary>
    public virtual int Bytes => 0;

    /// <summary>Bits of the smallest number: what a count is held against before anything is reserved.</summary>
    public virtual int BitsMin => 8;

    /// <summary>Reads the next number.</summary>
    /// <exception cref="PayloadException">It is not there, or malformed.</exception>
    public abstract long Read(ref LayoutRun run, string field);

    /// <summary>Reads the next numbers, as a list.</summary>
    public virtual void ReadMany(ref LayoutRun run, scoped Span<long> values, string field)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Read(ref run, field);
        }
    }

    /// <summary>Reads one number from each of many records; only where <see cref="Bytes"/> are known.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="at">Where the number of the first record is.</param>
    /// <param name="stride">Bytes from one record to the next.</param>
    /// <param name="values">One a record.</param>
    public virtual void ReadStrided(ReadOnlySpan<byte> payload, int at, int stride, Span<long> values) =>
        throw new NotSupportedException();

    /// <summary>What reads a field that is always there and appends it in one go; null: nothing does.</summary>
    public virtual RowStep? Step(ReadOperation read, RowWriter row) => null;
}
