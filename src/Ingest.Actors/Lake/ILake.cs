using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// Where objects live: an object store or a directory. Objects are prepared invisibly and published whole; control objects
/// are small and replaced under a condition. Keys are relative to the root, with slashes, never with a leading one.
/// Nothing in the lake is ever deleted but uploads that were not published.
/// </summary>
public interface ILake
{
    /// <summary>The root, as a person writes it: <c>s3://bucket/prefix</c> or a directory.</summary>
    string Root { get; }

    /// <summary>Begins an upload that nobody sees until it is published.</summary>
    /// <param name="key">Where it will appear.</param>
    /// <param name="token">The attempt that makes it, kept beside the object where the store can.</param>
    /// <param name="share">Where the upload counts the bytes that it holds, until it is whole or disposed.</param>
    /// <param name="cancellation">Ends the upload's writing too.</param>
    /// <exception cref="IngestException">The lake cannot be written.</exception>
    Task<IObjectSink> PrepareAsync(string key, string token, UploadShare share, CancellationToken cancellation);

    /// <summary>
    /// Makes a prepared object the one under its key, atomically and durably. When it returns false, there is no such
    /// upload any more: it was aborted by a later attempt (the fence).
    /// </summary>
    Task<bool> PublishAsync(PreparedObject prepared, CancellationToken cancellation);

    /// <summary>Ends an upload that was not published. Returns only when the store says that there is no such upload.</summary>
    Task AbortAsync(string key, string uploadId, CancellationToken cancellation);

    /// <summary>Uploads under a prefix of keys that were neither published nor aborted, in no order.</summary>
    IAsyncEnumerable<LakeUpload> ListUploadsAsync(string prefix, CancellationToken cancellation);

    /// <summary>What is under a key; null when nothing is.</summary>
    Task<LakeObject?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>What is under a key, once a byte of it was read: what cannot be read is as good as not there. Null when nothing
    /// is.</summary>
    /// <exception cref="IngestException">It cannot be read.</exception>
    Task<LakeObject?> LookAsync(string key, CancellationToken cancellation);

    /// <summary>All published objects under a prefix of keys, in the order of their keys; no control objects.</summary>
    IAsyncEnumerable<LakeObject> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Opens a published object to be read. Its stream can be sought: a reader looks at an object's end first. The
    /// caller disposes.</summary>
    /// <exception cref="IngestException">It is not there, or cannot be read.</exception>
    Task<Stream> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>A control object with its version tag; null when there is none.</summary>
    Task<ControlObject?> GetControlAsync(string key, CancellationToken cancellation);

    /// <summary>Names of the control objects directly under a prefix, in order.</summary>
    Task<IReadOnlyList<string>> ListControlAsync(string prefix, CancellationToken cancellation);

    /// <summary>Names of the folders that hold control objects, in order: those of tables, as a rule.</summary>
    Task<IReadOnlyList<string>> ListControlFoldersAsync(CancellationToken cancellation);

    /// <summary>Writes a control object if its present version is the given one.</summary>
    /// <param name="key">Its key under the control prefix.</param>
    /// <param name="content">At most a few megabytes.</param>
    /// <param name="ifTag">The version it must have now; null when it must not exist.</param>
    /// <returns>The new version's tag; null when the condition was false and nothing was written.</returns>
    Task<string?> PutControlAsync(string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation);
}

/// <summary>An upload that is not published yet, whole or not.</summary>
/// <param name="Key">Where it would appear.</param>
/// <param name="UploadId">The store's name for it.</param>
/// <param name="Begun">When it was begun or last written to, by the store's clock.</param>
public sealed record LakeUpload(string Key, string UploadId, DateTimeOffset Begun);

/// <summary>An object that readers see.</summary>
/// <param name="Key">Relative to the lake's root.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Token">The attempt that made it, where the store keeps it.</param>
public sealed record LakeObject(string Key, long Size, string? Token);

/// <summary>A control object: its bytes and the version that they are.</summary>
public sealed record ControlObject(ReadOnlyMemory<byte> Content, string Tag);

/// <summary>An upload that is whole but not visible yet.</summary>
/// <param name="Key">Where it will appear.</param>
/// <param name="UploadId">The store's name for it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record PreparedObject(string Key, string UploadId, long Size, string Sha256)
{
    /// <summary>The attempt that made it, where the store keeps it with the object.</summary>
    public string? Token { get; init; }

    /// <summary>What it was sent in, where the store wants to be told when it is published.</summary>
    public IReadOnlyList<PreparedPart> Parts { get; init; } = [];
}

/// <summary>A part of an upload, as the store has answered it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Tag">The store's name for its bytes.</param>
/// <param name="Crc32">Their checksum, where it was sent.</param>
public sealed record PreparedPart(int Number, string Tag, string? Crc32);
