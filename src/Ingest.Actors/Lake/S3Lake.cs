using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// A lake in a bucket of S3, or of a server that speaks it and honours conditions. An upload is a multipart upload, which nobody
/// sees until it is completed and which cannot be completed once it was aborted.
/// </summary>
public sealed class S3Lake : ILake
{
    private readonly S3Uploads _uploads;
    private readonly S3Objects _objects;
    private readonly S3ControlObjects _control;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="spec">The bucket.</param>
    /// <param name="aws">Who asks, and where.</param>
    /// <param name="clock">Bounds calls and the pauses between them.</param>
    public S3Lake(LakeSpec.Bucketed spec, AwsSpec aws, TimeProvider clock)
        : this(spec, aws, S3Patience.Default, clock)
    {
    }

    internal S3Lake(LakeSpec.Bucketed spec, AwsSpec aws, S3Patience patience, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Root = spec.Root;
        var keys = new S3Keys(spec);
        var calls = new S3Calls(spec, aws, patience, clock);
        _objects = new S3Objects(keys, calls);
        _uploads = new S3Uploads(spec, keys, calls, _objects, clock);
        _control = new S3ControlObjects(spec, keys, calls, _objects);
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <inheritdoc/>
    public async Task<IObjectSink> PrepareAsync(string key, string token, UploadShare share, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(share);
        return await _uploads.BeginAsync(key, token, share, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> PublishAsync(PreparedObject prepared, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        return await _uploads.CompleteAsync(prepared, cancellation);
    }

    /// <inheritdoc/>
    public Task AbortAsync(string key, string uploadId, CancellationToken cancellation) => _uploads.AbortAsync(key, uploadId, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<LakeUpload> ListUploadsAsync(string prefix, CancellationToken cancellation) => _uploads.ListAsync(prefix, cancellation);

    /// <inheritdoc/>
    public async Task<LakeObject?> FindAsync(string key, CancellationToken cancellation) => await _objects.LookAsync(key, cancellation);

    /// <inheritdoc/>
    public async Task<LakeObject?> LookAsync(string key, CancellationToken cancellation) => await _objects.LookAsync(key, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<LakeObject> ListAsync(string prefix, CancellationToken cancellation) => _objects.ListAsync(prefix, cancellation);

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string key, CancellationToken cancellation) => await _objects.OpenAsync(key, cancellation);

    /// <inheritdoc/>
    public async Task<ControlObject?> GetControlAsync(string key, CancellationToken cancellation) => await _control.GetAsync(key, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListControlAsync(string prefix, CancellationToken cancellation) =>
        await _control.ListAsync(prefix, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListControlFoldersAsync(CancellationToken cancellation) => _control.FoldersAsync(cancellation);

    /// <inheritdoc/>
    public Task<string?> PutControlAsync(string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation) =>
        _control.PutAsync(key, content, ifTag, cancellation);
}
