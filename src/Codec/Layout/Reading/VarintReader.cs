using Ingest.Codec.SensorPack;

namespace Ingest.Codec.Layout.Reading;

/// <summary>Integers in groups of seven bits, lowest first (LEB128, the varint of Protocol Buffers), perhaps zigzag.</summary>
internal sealed class VarintReader(bool zigzag) : IntegerReader
{
    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field)
    {
        ReadOnlySpan<byte> payload = run.Payload;
        int at = run.Offset;
        int left = run.End - at;
        ulong value;
        if (left > 0 && payload[at] is < 0x80 and var only)
        {
            value = only;
            run.Offset = at + 1;
        }
        else if (left > 1 && payload[at + 1] is < 0x80 and var second)
        {
            value = (payload[at] & 0x7fu) | ((ulong)second << 7);
            run.Offset = at + 2;
        }
        else
        {
            value = ReadLong(ref run, run.Window, field);
        }

        return zigzag ? ZigZag.Decode(value) : (long)value;
    }

    private static ulong ReadLong(ref LayoutRun run, ReadOnlySpan<byte> bytes, string field)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte next = bytes[i];
            if (i == Varint.BytesMax - 1 && next > 1)
            {
                throw new PayloadException($"{field} is a number of more than 64 bits, expected at most 64", run.Offset);
            }

            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                run.Offset += i + 1;
                return value;
            }
        }

        throw new PayloadException($"{field} is cut: bytes needed {bytes.Length + 1}, left {bytes.Length}", run.Offset);
    }
}
