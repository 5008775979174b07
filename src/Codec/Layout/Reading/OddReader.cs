namespace Ingest.Codec.Layout.Reading;

/// <summary>Integers of 3, 5, 6 or 7 bytes.</summary>
internal sealed class OddReader(int bytes, bool signed, bool bigEndian) : IntegerReader
{
    private readonly int _unused = 64 - (8 * bytes);

    /// <inheritdoc/>
    public override int Bytes => bytes;

    /// <inheritdoc/>
    public override int BitsMin => 8 * bytes;

    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field) => Value(run.Take(bytes, field));

    /// <inheritdoc/>
    public override void ReadStrided(ReadOnlySpan<byte> payload, int at, int stride, Span<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(payload.Slice(at + (i * stride), bytes));
        }
    }

    private long Value(ReadOnlySpan<byte> source)
    {
        ulong value = 0;
        for (int i = 0; i < source.Length; i++)
        {
            value = (value << 8) | source[bigEndian ? i : source.Length - 1 - i];
        }

        return signed ? (long)(value << _unused) >> _unused : (long)value;
    }
}
