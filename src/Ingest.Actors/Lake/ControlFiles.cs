using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// Control objects as files. A version's tag is the hash of its bytes; records hold an attempt's token, so that no two
/// claims or commits are alike. Comparing and renaming happens under one short lock, which the system frees when its holder dies.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that is only awaited holds nothing that could be disposed of.")]
internal sealed class ControlFiles
{
    private const string LockName = ".lock";

    /// <summary>One name is enough under the lock, and what a dead process left there is written over.</summary>
    private const string DraftName = ".draft";

    // What a lock that another process holds is reported as: ERROR_SHARING_VIOLATION, or EWOULDBLOCK of flock.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _clock;
    private readonly string _folder;

    /// <summary>Units of this process wait here, in turn; the lock file, which can only be tried again and again, is for other
    /// processes.</summary>
    private readonly SemaphoreSlim _own = new(1, 1);

    public ControlFiles(string folder, TimeProvider clock)
    {
        _folder = folder;
        _clock = clock;
    }

    public async Task<ControlObject?> GetAsync(string key, CancellationToken cancellation)
    {
        try
        {
            byte[] content = await File.ReadAllBytesAsync(PathOf(key), cancellation);
            return new ControlObject(content, TagOf(content));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public IReadOnlyList<string> List(string prefix)
    {
        string folder = PathOf(prefix);
        return Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles("*.json").Select(file => file.Name).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Folders with a dot in front hold something else.</summary>
    public IReadOnlyList<string> Folders() => Directory.Exists(_folder)
        ? [.. new DirectoryInfo(_folder).EnumerateDirectories().Select(folder => folder.Name).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)]
        : [];

    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation)
    {
        string path = PathOf(key);
        string folder = Path.GetDirectoryName(path)!;
        Durable.CreateFolder(folder);
        await _own.WaitAsync(cancellation);
        try
        {
            return await ReplaceAsync(key, path, content, ifTag, cancellation);
        }
        finally
        {
            _own.Release();
        }
    }

    private async Task<string?> ReplaceAsync(
        string key, string path, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation)
    {
        string draft = Path.Combine(_folder, DraftName);
        await using FileStream held = await LockAsync(cancellation);
        ControlObject? present = await GetAsync(key, cancellation);
        if (present?.Tag != ifTag)
        {
            return null;
        }

        try
        {
            await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                await file.WriteAsync(content, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        Durable.SyncFolder(Path.GetDirectoryName(path)!);
        return TagOf(content.Span);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        string path = Path.Combine(_folder, LockName);
        long begun = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (IsHeld(held) && _clock.GetElapsedTime(begun) < LockWaitMax)
            {
                await Task.Delay(LockPoll, _clock, cancellation);
            }
            catch (IOException held) when (IsHeld(held))
            {
                throw IngestException.Transient(
                    $"{path} has been locked for {LockWaitMax.TotalSeconds:0} s; is another process of Ingest hanging?", held);
            }
        }
    }

    private string PathOf(string key) => KeyPath.Under(_folder, key);

    /// <summary>A file system that cannot be written fails with the same exception, and waiting for it is in vain.</summary>
    private static bool IsHeld(IOException failure) => failure.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock;

    private static string TagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
