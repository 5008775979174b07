using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>Reads a part's chunks one after the other; can be sought, since a request is hashed before it is sent.</summary>
internal sealed class S3PartStream(IReadOnlyList<byte[]> chunks, int length) : Stream
{
    private const int ChunkBytes = EngineLimits.UploadChunkBytes;

    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = (int)Math.Clamp(value, 0, length);
    }

    public override int Read(Span<byte> buffer)
    {
        int at = _position % ChunkBytes;
        int now = Math.Min(Math.Min(buffer.Length, length - _position), ChunkBytes - at);
        if (now > 0)
        {
            chunks[_position / ChunkBytes].AsSpan(at, now).CopyTo(buffer);
            _position += now;
        }

        return now;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<int>(cancellationToken)
            : Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
