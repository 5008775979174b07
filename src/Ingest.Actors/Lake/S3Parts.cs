using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// What an upload's bytes are written to: collects them into parts and sends each whole one while the next is collected. It
/// waits for parts on their way and for nothing else.
/// </summary>
internal sealed class S3Parts : Stream
{
    /// <summary>S3's bound: 48.8 GiB in parts of 5 MiB.</summary>
    private const int PartsMax = 10_000;

    private readonly S3Calls _calls;
    private readonly S3Action _action;
    private readonly Func<UploadPartRequest> _request;
    private readonly bool _checksums;
    private readonly UploadShare _share;
    private readonly List<Task<PreparedPart>> _sent = [];
    private readonly CancellationTokenSource _stop;
    private S3Part _part;

    /// <param name="calls">To the bucket.</param>
    /// <param name="action">What sending a part is called.</param>
    /// <param name="request">Names the upload.</param>
    /// <param name="checksums">Whether parts carry CRC32; MD5 otherwise.</param>
    /// <param name="share">Counts what is held and bounds what is on its way.</param>
    /// <param name="cancellation">Ends writing and sending.</param>
    public S3Parts(
        S3Calls calls, S3Action action, Func<UploadPartRequest> request, bool checksums, UploadShare share, CancellationToken cancellation)
    {
        _calls = calls;
        _action = action with { Transfers = true };
        _request = request;
        _checksums = checksums;
        _share = share;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _part = new S3Part(share.Held);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[_part.Take(buffer.Span)..];
            if (_part.IsFull)
            {
                await SendAsync();
            }
        }
    }

    /// <summary>Parquet writes its few small pieces so; whole parts come rarely, and are waited for.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[_part.Take(buffer)..];
            if (_part.IsFull)
            {
                SendAsync().GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Sends what is left, and waits until all parts have arrived. Cancelled, it ends what is on its way.</summary>
    public async Task<IReadOnlyList<PreparedPart>> FinishAsync(CancellationToken cancellation)
    {
        using CancellationTokenRegistration stopping = cancellation.Register(_stop.Cancel);
        if (_part.Length > 0 || _sent.Count == 0)
        {
            await SendAsync();
        }

        return await Task.WhenAll(_sent);
    }

    /// <summary>Ends what is on its way and waits until it has ended. Nothing is held afterwards.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();

        // Whoever wrote has been told of their failures.
        await Task.WhenAll(_sent).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _part.Release(reuse: false);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }

    private async Task SendAsync()
    {
        if (_sent.FirstOrDefault(sent => sent.IsFaulted || sent.IsCanceled) is { } failed)
        {
            await failed;
        }

        if (_sent.Count == PartsMax)
        {
            throw IngestException.Permanent(
                $"{_calls.Where(_action)} would have more than {PartsMax} parts, which S3 does not allow: cut the table into smaller units (KeyBlock).");
        }

        await _share.Sending.WaitAsync(_stop.Token);
        S3Part part = _part;
        _part = new S3Part(_share.Held);
        int number = _sent.Count + 1;
        _sent.Add(Task.Run(() => SendAsync(part, number)));
    }

    private async Task<PreparedPart> SendAsync(S3Part part, int number)
    {
        int attempts = 0;
        bool arrived = false;
        try
        {
            PreparedPart sent = await _calls.RunAsync(_action, async (client, bounded) =>
            {
                attempts++;
                UploadPartResponse answer = await client.UploadPartAsync(Request(_request(), part, number, _checksums), bounded);
                return new PreparedPart(number, S3Calls.Tag(answer.ETag), _checksums ? answer.ChecksumCRC32 : null);
            }, _stop.Token);
            arrived = true;
            return sent;
        }
        finally
        {
            // An attempt that was given up may still be reading.
            part.Release(reuse: arrived && attempts == 1);
            _share.Sending.Release();
        }
    }

    /// <summary>How every part of an upload is sent.</summary>
    /// <param name="request">Names the upload.</param>
    /// <param name="part">Its bytes, which have to be held until it has been answered.</param>
    /// <param name="number">From 1.</param>
    /// <param name="checksums">Whether it carries CRC32; MD5 otherwise.</param>
    public static UploadPartRequest Request(UploadPartRequest request, S3Part part, int number, bool checksums)
    {
        request.PartNumber = number;
        request.PartSize = part.Length;
        request.InputStream = part.OpenRead();
        if (checksums)
        {
            request.ChecksumAlgorithm = ChecksumAlgorithm.CRC32;
        }
        else
        {
            request.MD5Digest = part.Md5();
        }

        return request;
    }
}
