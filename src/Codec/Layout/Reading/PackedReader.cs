using System.Runtime.InteropServices;
using Ingest.Codec.Layout.Samples;
using Ingest.Codec.SensorPack;

namespace Ingest.Codec.Layout.Reading;

/// <summary>How a packed integer's bits become a number.</summary>
internal enum PackedSign
{
    Unsigned,
    TwosComplement,
    ZigZag,
}

/// <summary>
/// Integers of one width (bits) side by side: integer i is bits i * width to (i + 1) * width - 1, where bit b is bit b mod 8 of
/// byte b / 8, lowest first. A list begins and ends with a byte; what is left of the last byte is zero.
/// </summary>
/// <param name="width">0 to 64; null: the number that chose the list's encoding.</param>
/// <param name="sign">What the bits mean.</param>
internal sealed class PackedReader(int? width, PackedSign sign) : IntegerReader
{
    /// <summary>Whether the width is the number that chose the list's encoding.</summary>
    public bool TakesWidth => width is null;

    /// <inheritdoc/>
    public override int BitsMin => width ?? 0;

    /// <inheritdoc/>
    public override long Read(ref LayoutRun run, string field)
    {
        Span<long> one = stackalloc long[1];
        ReadMany(ref run, one, field);
        return one[0];
    }

    /// <inheritdoc/>
    public override void ReadMany(ref LayoutRun run, scoped Span<long> values, string field)
    {
        int bits = width ?? (int)run.Choice;
        int bytes = BitPacking.Bytes(values.Length, bits);
        run.Require(bytes, field);
        int lastBits = (int)((long)values.Length * bits % 8);
        if (lastBits != 0 && run.Window[bytes - 1] >> lastBits != 0)
        {
            throw new PayloadException($"unused bits at the end of {field} are set, expected zero", run.Offset + bytes - 1);
        }

        BitPacking.Unpack(run.Window, bits, MemoryMarshal.Cast<long, ulong>(values));
        run.Offset += bytes;
        if (sign == PackedSign.ZigZag)
        {
            Lanes.UnZigZag(values);
        }
        else if (sign == PackedSign.TwosComplement && bits is > 0 and < 64)
        {
            int unused = 64 - bits;
            foreach (ref long value in values)
            {
                value = value << unused >> unused;
            }
        }
    }
}
