using System.Buffers;

namespace Ingest.Codec.Envelopes;

/// <summary>
/// Compressed bytes for an inflater that does not say where its data end. The last byte is given alone: an inflater that is done
/// before it asks for it has bytes after its end, and one that asks for more after it lacks some. Bytes that are given one at a time
/// show where the end is.
/// </summary>
internal sealed class CompressedStream : Stream
{
    private readonly byte[] _bytes;
    private readonly int _count;
    private readonly int _singlesFrom;
    private int _given;

    /// <param name="bytes">The bytes, which are copied.</param>
    /// <param name="singlesFrom">From which on each is given alone; at most the last.</param>
    public CompressedStream(ReadOnlySpan<byte> bytes, int singlesFrom = int.MaxValue)
    {
        _singlesFrom = Math.Min(singlesFrom, bytes.Length - 1);
        _bytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        _count = bytes.Length;
        bytes.CopyTo(_bytes);
    }

    /// <summary>More was asked for than there is.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Not even the last byte was asked for.</summary>
    public bool HasMore => _given < _count;

    /// <summary>Bytes that were given.</summary>
    public int Given => _given;

    /// <summary>Bytes that were given before the last time: an inflater asks only when it has read all of them.</summary>
    public int GivenBefore { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int left = _count - _given;
        IsShort |= left == 0;
        int given = Math.Min(buffer.Length, _given < _singlesFrom ? _singlesFrom - _given : Math.Min(left, 1));
        GivenBefore = _given;
        _bytes.AsSpan(_given, given).CopyTo(buffer);
        _given += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Once: whoever inflates leaves the stream open, and its owner gives the bytes back.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        base.Dispose(disposing);
    }
}
