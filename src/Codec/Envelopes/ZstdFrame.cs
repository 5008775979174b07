using System.Buffers.Binary;

namespace Ingest.Codec.Envelopes;

/// <summary>What the head of a Zstandard frame says, and where the frame ends (RFC 8878, 3.1.1): read before anything is
/// unpacked, as the decompressor takes several frames for one.</summary>
/// <param name="Length">Bytes of the frame, with its checksum; -1 when it ends after the bytes that are there.</param>
/// <param name="ContentBytes">Bytes in it; null when the head does not say.</param>
/// <param name="Dictionary">The dictionary it needs; 0 for none.</param>
internal readonly record struct ZstdFrame(int Length, ulong? ContentBytes, uint Dictionary)
{
    public const uint Magic = 0xFD2FB528;

    private const int BlockHeadBytes = 3;
    private const int Repeated = 1;

    /// <param name="input">Begins with the magic number.</param>
    public static ZstdFrame Read(ReadOnlySpan<byte> input)
    {
        var cut = new ZstdFrame(-1, null, 0);
        int offset = sizeof(uint);
        if (input.Length <= offset)
        {
            return cut;
        }

        int flags = input[offset++];
        bool isSingleSegment = (flags & 0x20) != 0;
        offset += isSingleSegment ? 0 : 1;
        int dictionaryBytes = (flags & 3) switch { 3 => 4, int bytes => bytes };
        int sizeBytes = (flags >> 6) switch { 0 => isSingleSegment ? 1 : 0, int power => 1 << power };
        if (input.Length < offset + dictionaryBytes + sizeBytes)
        {
            return cut;
        }

        uint dictionary = (uint)LittleEndian(input.Slice(offset, dictionaryBytes));
        offset += dictionaryBytes;
        ulong size = LittleEndian(input.Slice(offset, sizeBytes)) + (sizeBytes == 2 ? 256u : 0u);
        offset = AfterBlocks(input, offset + sizeBytes);
        offset += offset >= 0 && (flags & 4) != 0 ? sizeof(uint) : 0;
        return new ZstdFrame(offset <= input.Length ? offset : -1, sizeBytes == 0 ? null : size, dictionary);
    }

    private static int AfterBlocks(ReadOnlySpan<byte> input, int offset)
    {
        while (input.Length - offset >= BlockHeadBytes)
        {
            int head = input[offset] | (input[offset + 1] << 8) | (input[offset + 2] << 16);
            int size = ((head >> 1) & 3) == Repeated ? 1 : head >> 3;
            offset += BlockHeadBytes + size;
            if ((head & 1) != 0)
            {
                return offset;
            }
        }

        return -1;
    }

    private static ulong LittleEndian(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong)];
        all.Clear();
        bytes.CopyTo(all);
        return BinaryPrimitives.ReadUInt64LittleEndian(all);
    }
}
