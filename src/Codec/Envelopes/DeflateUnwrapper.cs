using System.IO.Compression;

namespace Ingest.Codec.Envelopes;

/// <summary>Deflate as of RFC 1951, alone or in what others put around it.</summary>
internal class DeflateUnwrapper(string name = "deflate") : Unwrapper(name)
{
    private const int PassedBytes = 4096;

    /// <inheritdoc/>
    public override void Unwrap(ReadOnlySpan<byte> input, UnwrappedBytes output) => Inflate(input, 0, 0, output);

    /// <summary>Inflates what is between a head and a tail, exactly: no byte of it is left.</summary>
    protected void Inflate(ReadOnlySpan<byte> input, int head, int tail, UnwrappedBytes output)
    {
        if (input.Length <= head + tail)
        {
            throw Truncated(input.Length);
        }

        using var compressed = new CompressedStream(input[head..^tail]);
        using var inflater = new DeflateStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            int count;
            while ((count = inflater.Read(output.Free(head))) != 0)
            {
                output.Advance(count, head);
            }
        }
        catch (InvalidDataException) when (compressed.IsShort)
        {
            throw Truncated(input.Length);
        }
        catch (InvalidDataException)
        {
            throw Refused("is damaged: its data are no deflate stream", head);
        }

        if (compressed.IsShort)
        {
            throw Truncated(input.Length);
        }

        if (compressed.HasMore)
        {
            throw Trailing(head + End(input[head..^tail], compressed.GivenBefore) + tail);
        }
    }

    /// <summary>Where a stream ends that is known to be whole, which the inflater does not say: it is asked once more, and given byte
    /// by byte what it may have left.</summary>
    private static int End(ReadOnlySpan<byte> input, int atLeast)
    {
        using var compressed = new CompressedStream(input, atLeast);
        using var inflater = new DeflateStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> passed = stackalloc byte[PassedBytes];
        while (inflater.Read(passed) != 0)
        {
            // What it holds has been unwrapped before.
        }

        return compressed.Given;
    }
}
