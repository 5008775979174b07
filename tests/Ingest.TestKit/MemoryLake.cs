using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ingest.Actors.Lake;

namespace Ingest.TestKit;

/// <summary>
/// A lake in memory that keeps the contract of <see cref="ILake"/>, object tokens included. A hook runs before every call, so that
/// a test can fail or stall it.
/// </summary>
public sealed class MemoryLake : ILake
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (byte[] Bytes, string Token)> _objects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (byte[] Bytes, string Tag)> _control = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Key, byte[]? Bytes, string Token)> _uploads = [];
    private readonly Dictionary<string, DateTimeOffset> _begun = [];
    private int _versions;

    public string Root => "memory";

    /// <summary>Tells when uploads begin.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Runs before a call: its name (<c>prepare</c>, <c>write</c>, <c>publish</c>, <c>abort</c>, <c>put</c>, …) and the key.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Every call so far, in order.</summary>
    public ConcurrentQueue<(string Call, string Key)> Calls { get; } = new();

    /// <summary>Uploads that were neither published nor aborted.</summary>
    public int Uploads
    {
        get
        {
            lock (_gate)
            {
                return _uploads.Count;
            }
        }
    }

    /// <summary>The published objects: key and bytes.</summary>
    public IReadOnlyDictionary<string, byte[]> Objects
    {
        get
        {
            lock (_gate)
            {
                return _objects.ToDictionary(entry => entry.Key, entry => entry.Value.Bytes);
            }
        }
    }

    public async Task<IObjectSink> PrepareAsync(string key, string token, CancellationToken cancellation)
    {
        await CallAsync("prepare", key, cancellation);
        lock (_gate)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"upload-{++_versions}");
            _uploads.Add(id, (key, null, token));
            _begun.Add(id, Clock.GetUtcNow());
            return new Sink(this, key, id, cancellation);
        }
    }

    public async Task<bool> PublishAsync(PreparedObject prepared, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        await CallAsync("publish", prepared.Key, cancellation);
        lock (_gate)
        {
            if (!_uploads.Remove(prepared.UploadId, out (string Key, byte[]? Bytes, string Token) upload))
            {
                return false;
            }

            _objects[upload.Key] = (upload.Bytes ?? throw new InvalidOperationException("Published before it was whole."), upload.Token);
            return true;
        }
    }

    public async Task AbortAsync(string key, string uploadId, CancellationToken cancellation)
    {
        await CallAsync("abort", key, cancellation);
        lock (_gate)
        {
            _uploads.Remove(uploadId);
        }
    }

    public async IAsyncEnumerable<LakeUpload> ListUploadsAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CallAsync("list-uploads", prefix, cancellation);
        LakeUpload[] uploads;
        lock (_gate)
        {
            uploads =
            [
                .. _uploads.Where(upload => upload.Value.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(upload => new LakeUpload(upload.Value.Key, upload.Key, _begun[upload.Key])),
            ];
        }

        foreach (LakeUpload upload in uploads)
        {
            yield return upload;
        }
    }

    public async Task<LakeObject?> FindAsync(string key, CancellationToken cancellation)
    {
        await CallAsync("find", key, cancellation);
        lock (_gate)
        {
            return _objects.TryGetValue(key, out (byte[] Bytes, string Token) found)
                ? new LakeObject(key, found.Bytes.Length, found.Token)
                : null;
        }
    }

    public async IAsyncEnumerable<LakeObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CallAsync("list", prefix, cancellation);
        foreach ((string key, byte[] bytes) in Objects.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return new LakeObject(key, bytes.Length, null);
        }
    }

    public async Task<Stream> OpenAsync(string key, CancellationToken cancellation)
    {
        await CallAsync("open", key, cancellation);
        return new MemoryStream(Objects[key], writable: false);
    }

    public async Task<ControlObject?> GetControlAsync(string key, CancellationToken cancellation)
    {
        await CallAsync("get", key, cancellation);
        lock (_gate)
        {
            return _control.TryGetValue(key, out (byte[] Bytes, string Tag) found) ? new ControlObject(found.Bytes, found.Tag) : null;
        }
    }

    public async Task<IReadOnlyList<string>> ListControlAsync(string prefix, CancellationToken cancellation)
    {
        await CallAsync("list-control", prefix, cancellation);
        lock (_gate)
        {
            return
            [
                .. _control.Keys.Where(key => key.StartsWith(prefix + "/", StringComparison.Ordinal))
                    .Select(key => key[(prefix.Length + 1)..])
                    .Where(name => !name.Contains('/', StringComparison.Ordinal)),
            ];
        }
    }

    public async Task<string?> PutControlAsync(
        string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation)
    {
        await CallAsync("put", key, cancellation);
        lock (_gate)
        {
            string? present = _control.TryGetValue(key, out (byte[] Bytes, string Tag) found) ? found.Tag : null;
            if (present != ifTag)
            {
                return null;
            }

            string tag = string.Create(CultureInfo.InvariantCulture, $"v{++_versions}");
            _control[key] = (content.ToArray(), tag);
            return tag;
        }
    }

    private Task CallAsync(string call, string key, CancellationToken cancellation)
    {
        Calls.Enqueue((call, key));
        return Before(call, key, cancellation);
    }

    private sealed class Sink : IObjectSink
    {
        private readonly MemoryLake _lake;
        private readonly MemoryStream _bytes = new();
        private readonly UploadStream _stream;
        private readonly CancellationToken _cancellation;
        private bool _complete;

        public Sink(MemoryLake lake, string key, string id, CancellationToken cancellation)
        {
            _lake = lake;
            Key = key;
            UploadId = id;
            _cancellation = cancellation;
            _stream = new UploadStream(new HookedStream(this), cancellation);
        }

        public string Key { get; }

        public string UploadId { get; }

        public Stream Stream => _stream;

        public async Task<PreparedObject> CompleteAsync(CancellationToken cancellation)
        {
            await _stream.FinishAsync(cancellation);
            lock (_lake._gate)
            {
                if (_lake._uploads.TryGetValue(UploadId, out (string Key, byte[]? Bytes, string Token) upload))
                {
                    _lake._uploads[UploadId] = upload with { Bytes = _bytes.ToArray() };
                }
            }

            _complete = true;
            return new PreparedObject(Key, UploadId, _bytes.Length, _stream.Sha256);
        }

        public ValueTask DisposeAsync()
        {
            if (!_complete)
            {
                lock (_lake._gate)
                {
                    _lake._uploads.Remove(UploadId);
                }
            }

            return ValueTask.CompletedTask;
        }

        /// <summary>Calls the hook before bytes go out.</summary>
        private sealed class HookedStream(Sink sink) : MemoryStream
        {
            public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                await sink._lake.CallAsync("write", sink.Key, sink._cancellation);
                sink._bytes.Write(buffer.Span);
            }

            public override void Write(ReadOnlySpan<byte> buffer) => sink._bytes.Write(buffer);
        }
    }
}
