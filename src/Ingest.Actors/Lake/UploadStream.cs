using System.Security.Cryptography;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// A write-only stream over an upload's bytes: collects small writes, hashes, counts, and stops when its token is cancelled,
/// since those who write Parquet pass none on. Flush does nothing: a Parquet writer flushes before every page header.
/// </summary>
internal sealed class UploadStream : Stream
{
    private const int BufferBytes = EngineLimits.UploadBufferBytes;

    private readonly Stream _target;
    private readonly CancellationToken _cancellation;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _buffered;
    private long _position;
    private string? _sha256;

    public UploadStream(Stream target, CancellationToken cancellation)
    {
        _target = target;
        _cancellation = cancellation;
    }

    /// <summary>Lower-case hex of all bytes.</summary>
    /// <exception cref="InvalidOperationException">Not finished yet.</exception>
    public string Sha256 => _sha256 ?? throw new InvalidOperationException("The upload is not finished.");

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Writes out what is still collected.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await _target.WriteAsync(_buffer.AsMemory(0, _buffered), cancellation);
        _buffered = 0;
        _sha256 ??= Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _cancellation.ThrowIfCancellationRequested();
        _hash.AppendData(buffer);
        _position += buffer.Length;
        if (buffer.Length > BufferBytes - _buffered)
        {
            _target.Write(_buffer.AsSpan(0, _buffered));
            _buffered = 0;
        }

        if (buffer.Length > BufferBytes)
        {
            _target.Write(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += buffer.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _cancellation.ThrowIfCancellationRequested();
        _hash.AppendData(buffer.Span);
        _position += buffer.Length;
        if (buffer.Length > BufferBytes - _buffered)
        {
            await _target.WriteAsync(_buffer.AsMemory(0, _buffered), _cancellation);
            _buffered = 0;
        }

        if (buffer.Length > BufferBytes)
        {
            await _target.WriteAsync(buffer, _cancellation);
            return;
        }

        buffer.CopyTo(_buffer.AsMemory(_buffered));
        _buffered += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
