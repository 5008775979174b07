using Ingest.Codec.Layout.Rows;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Reading;

/// <summary>Integers of 1, 2, 4 or 8 bytes.</summary>
internal sealed class FixedReader<T> : IntegerReader
    where T : struct, IFixedInteger
{
    /// <inheritdoc/>
    public override int Bytes => T.Bytes;

    /// <inheritdoc/>
    public override int BitsMin => 8 * T.Bytes;

    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field) => T.Read(run.Take(T.Bytes, field));

    /// <inheritdoc/>
    public override void ReadMany(ref LayoutRun run, scoped Span<long> values, string field)
    {
        run.Require((long)values.Length * T.Bytes, field);
        int at = run.Offset;
        run.Take(values.Length * T.Bytes, field);
        ReadStrided(run.Payload, at, T.Bytes, values);
    }

    /// <inheritdoc/>
    public override void ReadStrided(ReadOnlySpan<byte> payload, int at, int stride, Span<long> values)
    {
        for (int i = 0; i < values.Length; i++, at += stride)
        {
            values[i] = T.Read(payload[at..]);
        }
    }

    /// <inheritdoc/>
    public override RowStep? Step(ReadOperation read, RowWriter row) => (read, row) switch
    {
        ({ Time: { FloatBits: 0 } time }, NumberRow<long> longs) => new FixedTimeStep<T>(time, read.Allowed, longs),
        ({ Time: null } all, NumberRow<int> ints) when all.Allowed == Interval.All => new FixedNumberStep<T, int>(ints),
        ({ Time: null } all, NumberRow<long> longs) when all.Allowed == Interval.All => new FixedNumberStep<T, long>(longs),
        _ => null,
    };
}
