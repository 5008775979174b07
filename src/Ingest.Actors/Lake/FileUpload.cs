using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>An upload to a directory lake: a file that no reader looks at, hashed as it is written.</summary>
internal sealed class FileUpload : IObjectSink
{
    private readonly FileStream _file;
    private readonly string _path;
    private readonly UploadStream _stream;
    private readonly ByteBudget _held;
    private bool _complete;
    private bool _released;

    public FileUpload(string key, string uploadId, string path, ByteBudget held, CancellationToken cancellation)
    {
        Key = key;
        UploadId = uploadId;
        _path = path;
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = 0,
        });
        _stream = new UploadStream(_file, cancellation);
        _held = held;
        _held.Add(EngineLimits.UploadBufferBytes);
    }

    public string Key { get; }

    public string UploadId { get; }

    public Stream Stream => _stream;

    public async Task<PreparedObject> CompleteAsync(CancellationToken cancellation)
    {
        await _stream.FinishAsync(cancellation);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        Durable.SyncFolder(Path.GetDirectoryName(_path)!);
        _complete = true;
        Release();
        return new PreparedObject(Key, UploadId, _stream.Position, _stream.Sha256);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await _stream.DisposeAsync();
        if (!_complete)
        {
            Release();
            File.Delete(_path);
        }
    }

    private void Release()
    {
        if (!_released)
        {
            _released = true;
            _held.Add(-EngineLimits.UploadBufferBytes);
        }
    }
}
