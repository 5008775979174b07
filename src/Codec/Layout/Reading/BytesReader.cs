namespace Ingest.Codec.Layout.Reading;

/// <summary>How long a byte string is.</summary>
internal enum BytesEnd
{
    /// <summary>As long as the description says.</summary>
    Fixed,

    /// <summary>As long as an earlier field says.</summary>
    Field,

    /// <summary>Up to a zero byte, which is passed too.</summary>
    Zero,

    /// <summary>Up to the end of the payload, or to what the fields after it need.</summary>
    Payload,
}

/// <summary>Byte strings: the number is the place where one lies.</summary>
/// <param name="end">What says how long it is.</param>
/// <param name="length">The length in bytes, or the slot of the field that says it.</param>
internal sealed class BytesReader(BytesEnd end, int length) : IntegerReader
{
    public bool IsOpenEnded => end == BytesEnd.Payload;

    /// <summary>Bytes of the fields after it, where it reaches up to them.</summary>
    public int After { get; set; }

    /// <inheritdoc/>
    public override int Bytes => end == BytesEnd.Fixed ? length : 0;

    /// <inheritdoc/>
    public override int BitsMin => end == BytesEnd.Zero ? 8 : 8 * Bytes;

    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field)
    {
        int offset = run.Offset;
        int count = end switch
        {
            BytesEnd.Fixed => length,
            BytesEnd.Field => Counted(ref run, field),
            BytesEnd.Zero => run.Window.IndexOf((byte)0),
            _ => run.Remaining - After,
        };
        if (count < 0)
        {
            throw new PayloadException($"{field} is cut: {(end == BytesEnd.Zero ? "no zero byte ends it" : "nothing is left for it")}", offset);
        }

        run.Take(count, field);
        run.Offset += end == BytesEnd.Zero ? 1 : 0;
        return Place.Of(offset, count);
    }

    /// <inheritdoc/>
    public override void ReadStrided(ReadOnlySpan<byte> payload, int at, int stride, Span<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Place.Of(at + (i * stride), length);
        }
    }

    private int Counted(ref LayoutRun run, string field)
    {
        long count = run.Slots[length];
        if ((ulong)count > (ulong)run.Remaining)
        {
            throw new PayloadException($"{field} is cut: bytes needed {(ulong)count}, left {run.Remaining}", run.Offset);
        }

        return (int)count;
    }
}
