using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>A multipart upload: its parts are sent while more of it is written, and nobody sees it before it is completed.</summary>
internal sealed class S3Upload : IObjectSink
{
    private readonly S3Parts _parts;
    private readonly UploadStream _stream;
    private readonly UploadShare _share;
    private readonly string _token;
    private readonly Func<S3Upload, Task> _abort;
    private bool _complete;
    private bool _disposed;

    /// <param name="key">In the lake.</param>
    /// <param name="uploadId">As S3 calls it.</param>
    /// <param name="token">The attempt's.</param>
    /// <param name="parts">Where its bytes go.</param>
    /// <param name="share">Where they are counted.</param>
    /// <param name="abort">Ends the upload.</param>
    /// <param name="cancellation">Ends its writing.</param>
    public S3Upload(
        string key, string uploadId, string token, S3Parts parts, UploadShare share, Func<S3Upload, Task> abort, CancellationToken cancellation)
    {
        Key = key;
        UploadId = uploadId;
        _token = token;
        _parts = parts;
        _share = share;
        _abort = abort;
        _stream = new UploadStream(parts, cancellation);
        share.Held.Add(EngineLimits.UploadBufferBytes);
    }

    public string Key { get; }

    public string UploadId { get; }

    public Stream Stream => _stream;

    public async Task<PreparedObject> CompleteAsync(CancellationToken cancellation)
    {
        await _stream.FinishAsync(cancellation);
        IReadOnlyList<PreparedPart> parts = await _parts.FinishAsync(cancellation);
        _complete = true;
        return new PreparedObject(Key, UploadId, _stream.Position, _stream.Sha256) { Token = _token, Parts = parts };
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _parts.StopAsync();
        _share.Held.Add(-EngineLimits.UploadBufferBytes);
        await _parts.DisposeAsync();
        await _stream.DisposeAsync();
        if (!_complete)
        {
            await _abort(this);
        }
    }
}
