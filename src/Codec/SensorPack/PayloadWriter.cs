namespace Ingest.Codec.SensorPack;

/// <summary>Writes a payload from front to back into memory that is known to be large enough.</summary>
internal ref struct PayloadWriter
{
    private readonly Span<byte> _target;

    public PayloadWriter(Span<byte> target) => _target = target;

    /// <summary>Bytes written.</summary>
    public int Offset { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _target[..Offset];

    public void WriteByte(byte value) => _target[Offset++] = value;

    public void WriteZigZag(long value) => WriteVarint(ZigZag.Encode(value));

    public void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>The next bytes, to be written by the caller. Their content is undefined until then.</summary>
    public Span<byte> Take(int count)
    {
        Span<byte> bytes = _target.Slice(Offset, count);
        Offset += count;
        return bytes;
    }
}
