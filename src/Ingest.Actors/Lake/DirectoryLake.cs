using System.Runtime.CompilerServices;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// A lake in a directory of a local file system. An upload is a file under <c>_ingest/.uploads</c>, named by its id; publishing
/// renames it, so a file that a later attempt has unlinked cannot be published any more.
/// </summary>
public sealed class DirectoryLake : ILake
{
    /// <summary>The folder of control objects and uploads, which readers of the lake pass over.</summary>
    public const string ControlFolder = "_ingest";

    /// <summary>No table can be called so.</summary>
    private const string UploadFolder = ".uploads";

    private readonly ControlFiles _control;
    private readonly string _uploads;

    /// <param name="root">The directory; made when something is first written.</param>
    /// <param name="clock">Bounds the wait for the lock of control files.</param>
    public DirectoryLake(string root, TimeProvider clock)
    {
        Root = Path.GetFullPath(root);
        _control = new ControlFiles(Path.Combine(Root, ControlFolder), clock);
        _uploads = Path.Combine(Root, ControlFolder, UploadFolder);
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <inheritdoc/>
    public Task<IObjectSink> PrepareAsync(string key, string token, UploadShare share, CancellationToken cancellation) => Guard(() =>
    {
        ArgumentNullException.ThrowIfNull(share);
        _ = PathOf(key);
        string id = UploadName.Of(token, key);
        Directory.CreateDirectory(_uploads);
        return Task.FromResult<IObjectSink>(new FileUpload(key, id, Path.Combine(_uploads, id), share.Held, cancellation));
    });

    /// <inheritdoc/>
    public Task<bool> PublishAsync(PreparedObject prepared, CancellationToken cancellation) => Guard(() =>
    {
        ArgumentNullException.ThrowIfNull(prepared);
        UploadName.Check(prepared.UploadId);
        string target = PathOf(prepared.Key);
        Durable.CreateFolder(Path.GetDirectoryName(target)!);
        try
        {
            File.Move(Path.Combine(_uploads, prepared.UploadId), target, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult(false);
        }

        Durable.SyncFolder(Path.GetDirectoryName(target)!);
        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public Task AbortAsync(string key, string uploadId, CancellationToken cancellation) => Guard(() =>
    {
        UploadName.Check(uploadId);
        if (Directory.Exists(_uploads))
        {
            File.Delete(Path.Combine(_uploads, uploadId));
            Durable.SyncFolder(_uploads);
        }

        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public async IAsyncEnumerable<LakeUpload> ListUploadsAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<FileInfo> files = await Guard(() => Task.FromResult<IReadOnlyList<FileInfo>>(
            Directory.Exists(_uploads) ? [.. new DirectoryInfo(_uploads).EnumerateFiles()] : []));
        foreach (FileInfo file in files)
        {
            cancellation.ThrowIfCancellationRequested();

            // One that has been published or aborted meanwhile would seem centuries old.
            file.Refresh();
            if (file.Exists && UploadName.KeyOf(file.Name) is { } key && key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return new LakeUpload(key, file.Name, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
            }
        }
    }

    /// <inheritdoc/>
    public Task<LakeObject?> FindAsync(string key, CancellationToken cancellation) => Guard(() =>
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? new LakeObject(key, file.Length, null) : null);
    });

    /// <inheritdoc/>
    public Task<LakeObject?> LookAsync(string key, CancellationToken cancellation) => Guard<LakeObject?>(async () =>
    {
        try
        {
            await using FileStream file = File.OpenRead(PathOf(key));
            _ = await file.ReadAsync(new byte[1], cancellation);
            return new LakeObject(key, file.Length, null);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public async IAsyncEnumerable<LakeObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<LakeObject> objects = await Guard(() => Task.FromResult(List(prefix)));
        foreach (LakeObject found in objects)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return found;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken cancellation) =>
        Guard(() => Task.FromResult<Stream>(File.OpenRead(PathOf(key))));

    /// <inheritdoc/>
    public Task<ControlObject?> GetControlAsync(string key, CancellationToken cancellation) =>
        Guard(() => _control.GetAsync(key, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListControlAsync(string prefix, CancellationToken cancellation) =>
        Guard(() => Task.FromResult(_control.List(prefix)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListControlFoldersAsync(CancellationToken cancellation) =>
        Guard(() => Task.FromResult(_control.Folders()));

    /// <inheritdoc/>
    public Task<string?> PutControlAsync(
        string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation) =>
        Guard(() => _control.PutAsync(key, content, ifTag, cancellation));

    private IReadOnlyList<LakeObject> List(string prefix)
    {
        string folder = prefix.Contains('/', StringComparison.Ordinal) ? PathOf(prefix[..prefix.LastIndexOf('/')]) : Root;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        string control = Path.Combine(Root, ControlFolder) + Path.DirectorySeparatorChar;
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => !file.FullName.StartsWith(control, StringComparison.Ordinal))
                .Select(file => new LakeObject(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), file.Length, null))
                .Where(found => found.Key.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(found => found.Key, StringComparer.Ordinal),
        ];
    }

    /// <exception cref="ArgumentException">It leads out of the lake, or to what is no object.</exception>
    private string PathOf(string key) => key.Split('/')[0] != ControlFolder
        ? KeyPath.Under(Root, key)
        : throw new ArgumentException($"'{key}' is no object: {ControlFolder} holds records and uploads.", nameof(key));

    private async Task<T> Guard<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (UnauthorizedAccessException denied)
        {
            throw IngestException.Permanent(
                $"The lake {Root} does not let us in: {denied.Message} Give this user the right to read and write there.", denied);
        }
        catch (Exception broken) when (broken is DirectoryNotFoundException or PathTooLongException)
        {
            throw IngestException.Permanent($"The lake {Root} cannot be used: {broken.Message}", broken);
        }
        catch (IOException failed)
        {
            throw IngestException.Transient(
                $"The lake {Root} cannot be read or written ({failed.Message.TrimEnd('.')}): check Lake.Root, and that its file system "
                + "is there, can be written and is not full.",
                failed);
        }
    }
}
