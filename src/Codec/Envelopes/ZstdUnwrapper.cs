using System.Buffers.Binary;
using ZstdSharp;

namespace Ingest.Codec.Envelopes;

/// <summary>Zstandard as of RFC 8878. Unpacked in one go, so that no window is allocated beside the content.</summary>
internal sealed class ZstdUnwrapper() : Unwrapper("zstd")
{
    private const int FirstTry = 4;

    private readonly FreeList<Decompressor> _decompressors = new(() => new Decompressor());

    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output)
    {
        if (input.Length < sizeof(uint))
        {
            throw Truncated(input.Length);
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(input) != ZstdFrame.Magic)
        {
            throw Refused($"begins with {Convert.ToHexStringLower(input[..sizeof(uint)])}, expected 28b52ffd", 0);
        }

        ZstdFrame frame = ZstdFrame.Read(input);
        if (frame.Length < 0)
        {
            throw Truncated(input.Length);
        }

        if (frame.Dictionary != 0)
        {
            throw Refused($"needs the dictionary {frame.Dictionary}, expected none", sizeof(uint));
        }

        if (frame.Length < input.Length)
        {
            throw Trailing(frame.Length);
        }

        Decompressor decompressor = _decompressors.Rent();
        try
        {
            Unwrap(decompressor, input, frame.ContentBytes, output);
        }
        catch (ZstdException failure)
        {
            throw Refused($"is damaged: {failure.Message}", 0);
        }
        finally
        {
            _decompressors.Return(decompressor);
        }
    }

    public override void Dispose()
    {
        _decompressors.Dispose();
        base.Dispose();
    }

    private void Unwrap(Decompressor decompressor, ReadOnlySpan<byte> input, ulong? size, UnwrappedBytes output)
    {
        int written;
        if (size is { } known)
        {
            Span<byte> room = output.Exactly((long)Math.Min(known, long.MaxValue), 0);
            if (!decompressor.TryUnwrap(input, room, out written))
            {
                throw Refused($"holds more than the {known} bytes that its head says", 0);
            }

            output.Advance(written, 0);
            return;
        }

        long tried = Math.Min(output.Limit, Math.Max(1_024, (long)FirstTry * input.Length));
        while (!decompressor.TryUnwrap(input, output.Exactly(tried, 0), out written))
        {
            tried = tried < output.Limit ? Math.Min(output.Limit, 2 * tried) : throw output.TooMuch(0);
        }

        output.Advance(written, 0);
    }
}
