using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.TestKit;

/// <summary>
/// A lake in memory that keeps the contract of <see cref="ILake"/>, object tokens included. One hook runs before every call, so
/// that a test can fail or stall it, and one after its effect, so that a test can lose the reply. Several may stand on one store,
/// each with hooks of its own, as processes do.
/// </summary>
public sealed partial class MemoryLake : ILake
{
    private readonly Lock _gate;
    private readonly SortedDictionary<string, (byte[] Bytes, string Token)> _objects;
    private readonly SortedDictionary<string, (byte[] Bytes, string Tag)> _control;
    private readonly Dictionary<string, (string Key, byte[]? Bytes, string Token)> _uploads;
    private readonly Dictionary<string, DateTimeOffset> _begun;
    private readonly List<string> _accepted;
    private readonly StrongBox<int> _versions;

    /// <summary>A lake with nothing in it.</summary>
    public MemoryLake()
    {
        _gate = new Lock();
        _objects = new(StringComparer.Ordinal);
        _control = new(StringComparer.Ordinal);
        _uploads = [];
        _begun = [];
        _accepted = [];
        _versions = new StrongBox<int>();
    }

    private MemoryLake(MemoryLake other, bool copies)
    {
        _gate = copies ? new Lock() : other._gate;
        _objects = copies ? new(other._objects, StringComparer.Ordinal) : other._objects;
        _control = copies ? new(other._control, StringComparer.Ordinal) : other._control;
        _uploads = copies ? new(other._uploads) : other._uploads;
        _begun = copies ? new(other._begun) : other._begun;
        _accepted = copies ? [.. other._accepted] : other._accepted;
        _versions = copies ? new StrongBox<int>(other._versions.Value) : other._versions;
        Clock = other.Clock;
    }

    public string Root => "memory";

    /// <summary>Tells when uploads begin.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Runs before a call: its name (<c>prepare</c>, <c>write</c>, <c>complete</c>, <c>abandon</c> for a sink that is disposed
    /// before it is complete, <c>publish</c>, <c>abort</c>, <c>put</c>, …) and the key.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Runs after a call has had its effect and before it is answered.</summary>
    public Func<string, string, CancellationToken, Task> After { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>What is stored instead of a control object's content: its key and the content.</summary>
    public Func<string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Storing { get; set; } = (_, content) => content;

    /// <summary>Every call so far, in order.</summary>
    public ConcurrentQueue<(string Call, string Key)> Calls { get; } = new();

    /// <summary>Deletes an object behind everybody's back.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            _objects.Remove(key);
        }
    }

    /// <summary>Uploads that were neither published nor aborted.</summary>
    public int Uploads => UploadIds.Count;

    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> UploadIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _uploads.Keys];
            }
        }
    }

    /// <summary>The published objects: key and bytes.</summary>
    public IReadOnlyDictionary<string, byte[]> Objects => ObjectsOf(_ => true);

    /// <summary>Those whose keys are wanted.</summary>
    public IReadOnlyDictionary<string, byte[]> ObjectsOf(Func<string, bool> wanted)
    {
        lock (_gate)
        {
            return _objects.Where(entry => wanted(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value.Bytes);
        }
    }

    /// <summary>Another lake on the same store, as another process has it; without this one's hooks.</summary>
    public MemoryLake Another() => new(this, copies: false);

    /// <summary>A store of its own that holds what this one holds now.</summary>
    public MemoryLake Copy() => new(this, copies: true);

    public Task<IObjectSink> PrepareAsync(string key, string token, UploadShare share, CancellationToken cancellation) =>
        CallAsync<IObjectSink>("prepare", key, () =>
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"upload-{++_versions.Value}");
            _uploads.Add(id, (key, null, token));
            _begun.Add(id, Clock.GetUtcNow());
            return new Sink(this, key, id, share.Held, cancellation);
        }, cancellation);

    public Task<bool> PublishAsync(PreparedObject prepared, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        return CompletesLate
            ? PublishLateAsync(prepared, cancellation)
            : CallAsync("publish", prepared.Key, () => Publish(prepared.UploadId), cancellation);
    }

    public Task AbortAsync(string key, string uploadId, CancellationToken cancellation) =>
        CompletesLate
            ? AbortLateAsync(key, uploadId, cancellation)
            : CallAsync("abort", key, () => _uploads.Remove(uploadId), cancellation);

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

    public Task<LakeObject?> FindAsync(string key, CancellationToken cancellation) =>
        CallAsync("find", key, () => _objects.TryGetValue(key, out (byte[] Bytes, string Token) found)
            ? new LakeObject(key, found.Bytes.Length, found.Token)
            : null, cancellation);

    public Task<LakeObject?> LookAsync(string key, CancellationToken cancellation) =>
        CallAsync("look", key, () => _objects.TryGetValue(key, out (byte[] Bytes, string Token) found)
            ? new LakeObject(key, found.Bytes.Length, found.Token)
            : null, cancellation);

    public async IAsyncEnumerable<LakeObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CallAsync("list", prefix, cancellation);
        foreach ((string key, byte[] bytes) in Objects.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return new LakeObject(key, bytes.Length, null);
        }
    }

    public Task<Stream> OpenAsync(string key, CancellationToken cancellation) =>
        CallAsync<Stream>("open", key, () => new MemoryStream(_objects[key].Bytes, writable: false), cancellation);

    public Task<ControlObject?> GetControlAsync(string key, CancellationToken cancellation) =>
        CallAsync("get", key, () =>
            _control.TryGetValue(key, out (byte[] Bytes, string Tag) found) ? new ControlObject(found.Bytes, found.Tag) : null, cancellation);

    public Task<IReadOnlyList<string>> ListControlAsync(string prefix, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<string>>("list-control", prefix, () =>
        [
            .. _control.Keys.Where(key => key.StartsWith(prefix + "/", StringComparison.Ordinal))
                .Select(key => key[(prefix.Length + 1)..])
                .Where(name => !name.Contains('/', StringComparison.Ordinal)),
        ], cancellation);

    public Task<IReadOnlyList<string>> ListControlFoldersAsync(CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<string>>("list-control-folders", "", () =>
            [.. _control.Keys.Where(key => key.Contains('/', StringComparison.Ordinal)).Select(key => key.Split('/')[0]).Distinct()], cancellation);

    public Task<string?> PutControlAsync(string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation) =>
        CallAsync("put", key, () =>
        {
            string? present = _control.TryGetValue(key, out (byte[] Bytes, string Tag) found) ? found.Tag : null;
            if (present != ifTag)
            {
                return null;
            }

            string tag = string.Create(CultureInfo.InvariantCulture, $"v{++_versions.Value}");
            _control[key] = (Storing(key, content).ToArray(), tag);
            return tag;
        }, cancellation);

    /// <summary>Under the gate.</summary>
    private bool Publish(string uploadId)
    {
        if (!_uploads.Remove(uploadId, out (string Key, byte[]? Bytes, string Token) upload))
        {
            return false;
        }

        _objects[upload.Key] = (upload.Bytes ?? throw new InvalidOperationException("Published before it was whole."), upload.Token);
        return true;
    }

    private async Task<T> CallAsync<T>(string call, string key, Func<T> effect, CancellationToken cancellation)
    {
        await CallAsync(call, key, cancellation);
        T answer;
        lock (_gate)
        {
            answer = effect();
        }

        await After(call, key, cancellation);
        return answer;
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
        private readonly ByteBudget _held;
        private bool _complete;
        private bool _released;

        public Sink(MemoryLake lake, string key, string id, ByteBudget held, CancellationToken cancellation)
        {
            _lake = lake;
            Key = key;
            UploadId = id;
            _cancellation = cancellation;
            _stream = new UploadStream(new HookedStream(this), cancellation);
            _held = held;
            _held.Add(EngineLimits.UploadBufferBytes);
        }

        public string Key { get; }

        public string UploadId { get; }

        public Stream Stream => _stream;

        public async Task<PreparedObject> CompleteAsync(CancellationToken cancellation)
        {
            await _stream.FinishAsync(cancellation);
            await _lake.CallAsync("complete", Key, () =>
            {
                if (_lake._uploads.TryGetValue(UploadId, out (string Key, byte[]? Bytes, string Token) upload))
                {
                    _lake._uploads[UploadId] = upload with { Bytes = _bytes.ToArray() };
                }

                return true;
            }, cancellation);
            _complete = true;
            Release();
            return new PreparedObject(Key, UploadId, _bytes.Length, _stream.Sha256);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_complete)
            {
                Release();
                await _lake.CallAsync("abandon", Key, () => _lake._uploads.Remove(UploadId), CancellationToken.None);
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

        /// <summary>Calls the hooks when bytes go out.</summary>
        private sealed class HookedStream(Sink sink) : MemoryStream
        {
            public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                await sink._lake.CallAsync("write", sink.Key, () =>
                {
                    sink._bytes.Write(buffer.Span);
                    return true;
                }, sink._cancellation);
            }

            public override void Write(ReadOnlySpan<byte> buffer) => sink._bytes.Write(buffer);
        }
    }
}
