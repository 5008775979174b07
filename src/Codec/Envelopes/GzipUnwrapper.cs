using System.Buffers.Binary;
using System.IO.Hashing;

namespace Ingest.Codec.Envelopes;

/// <summary>Gzip as of RFC 1952: a head, deflate, CRC-32 and length. One member; a second one is refused as what follows.</summary>
internal sealed class GzipUnwrapper() : DeflateUnwrapper("gzip")
{
    private const int FixedHeadBytes = 10;
    private const int TailBytes = 8;
    private const int HasHeadChecksum = 0x02;
    private const int HasExtra = 0x04;
    private const int HasName = 0x08;
    private const int HasComment = 0x10;
    private const int Reserved = 0xe0;

    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output)
    {
        Inflate(input, Head(input), TailBytes, output);
        int tail = input.Length - TailBytes;
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(input[tail..]);
        uint actual = Crc32.HashToUInt32(output.Written);
        if (actual != expected)
        {
            throw Refused($"holds bytes whose checksum is {actual:x8}, expected {expected:x8}", tail);
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(input[(tail + sizeof(uint))..]);
        if (length != (uint)output.Count)
        {
            throw Refused($"holds {output.Count} bytes, expected {length}", tail + sizeof(uint));
        }
    }

    /// <summary>Checks the head and says how long it is.</summary>
    private int Head(ReadOnlySpan<byte> input)
    {
        if (input.Length < FixedHeadBytes)
        {
            throw Truncated(input.Length);
        }

        if (!input.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]))
        {
            throw Refused($"begins with {Convert.ToHexStringLower(input[..3])}, expected 1f8b08", 0);
        }

        int flags = input[3];
        if ((flags & Reserved) != 0)
        {
            throw Refused($"has the flags {flags:x2}, of which only the lower five are known", 3);
        }

        int offset = FixedHeadBytes;
        if ((flags & HasExtra) != 0)
        {
            Need(input, offset, sizeof(ushort));
            int extra = sizeof(ushort) + BinaryPrimitives.ReadUInt16LittleEndian(input[offset..]);
            Need(input, offset, extra);
            offset += extra;
        }

        offset += (flags & HasName) == 0 ? 0 : TextLength(input, offset);
        offset += (flags & HasComment) == 0 ? 0 : TextLength(input, offset);
        if ((flags & HasHeadChecksum) != 0)
        {
            Need(input, offset, sizeof(ushort));
            ushort actual = (ushort)Crc32.HashToUInt32(input[..offset]);
            ushort expected = BinaryPrimitives.ReadUInt16LittleEndian(input[offset..]);
            if (actual != expected)
            {
                throw Refused($"has a head whose checksum is {actual:x4}, expected {expected:x4}", offset);
            }

            offset += sizeof(ushort);
        }

        return offset;
    }

    /// <summary>Bytes up to a zero and with it.</summary>
    private int TextLength(ReadOnlySpan<byte> input, int offset)
    {
        int length = input[offset..].IndexOf((byte)0);
        return length < 0 ? throw Truncated(input.Length) : length + 1;
    }

    private void Need(ReadOnlySpan<byte> input, int offset, int count)
    {
        if (input.Length - offset < count)
        {
            throw Truncated(input.Length);
        }
    }
}
