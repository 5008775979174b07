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
}
