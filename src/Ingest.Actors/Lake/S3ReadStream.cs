namespace Ingest.Actors.Lake;

/// <summary>
/// An object that is read in ranges, each of the version that was opened. Its end is there from the beginning; of the rest one
/// range is held, which grows while it is read in order, up to <see cref="AheadMax"/>.
/// </summary>
internal sealed class S3ReadStream : Stream
{
    private const int AheadMin = 256 * 1024;
    private const int AheadMax = 4 * 1024 * 1024;

    private readonly S3Range _tail;
    private readonly Func<long, int, CancellationToken, Task<S3Range>> _fetch;
    private S3Range? _held;
    private int _ahead = AheadMin;
    private long _position;

    /// <param name="tail">The object's last bytes.</param>
    /// <param name="fetch">Fetches that many bytes from there on.</param>
    public S3ReadStream(S3Range tail, Func<long, int, CancellationToken, Task<S3Range>> fetch)
    {
        _tail = tail;
        _fetch = fetch;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _tail.ObjectBytes;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _position >= Length)
        {
            return 0;
        }

        S3Range range = await HereAsync(buffer.Length, cancellationToken);
        int now = (int)Math.Min(buffer.Length, range.End - _position);
        range.Bytes.AsMemory((int)(_position - range.Start), now).CopyTo(buffer);
        _position += now;
        return now;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>For readers that know no other way; mostly of bytes that are there.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<S3Range> HereAsync(int wanted, CancellationToken cancellation)
    {
        if (_position >= _tail.Start)
        {
            return _tail;
        }

        if (_held is { } held && _position >= held.Start && _position < held.End)
        {
            return held;
        }

        _ahead = _held?.End == _position ? Math.Min(_ahead * 2, AheadMax) : AheadMin;
        int count = (int)Math.Min(Math.Max(Math.Min(wanted, AheadMax), _ahead), _tail.Start - _position);
        _held = null;
        return _held = await _fetch(_position, count, cancellation);
    }
}
