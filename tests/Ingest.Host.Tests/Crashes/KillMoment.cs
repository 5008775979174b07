using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.Crashes;

/// <summary>What a process does to its lake while one waits to kill it.</summary>
internal enum LakeChange
{
    /// <summary>Any file or folder created, written, renamed or deleted.</summary>
    Any,

    /// <summary>An upload begun.</summary>
    Upload,

    /// <summary>An object published: it appears under the table's path.</summary>
    Object,

    /// <summary>A record renamed into its place, as a claim or as a commit.</summary>
    Record,
}

/// <summary>When a process is killed: after a time, or after so many changes that it made to its lake.</summary>
internal sealed class KillMoment : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;
    private readonly string _control;
    private readonly TimeSpan? _after;
    private readonly LakeChange _kind;
    private readonly int _changes;
    private int _seen;

    private KillMoment(string lake, TimeSpan? after, LakeChange kind, int changes)
    {
        _control = Path.Combine(lake, "_ingest");
        _after = after;
        _kind = kind;
        _changes = changes;
        _watcher = new FileSystemWatcher(lake) { IncludeSubdirectories = true };
        _watcher.Created += Saw;
        _watcher.Changed += Saw;
        _watcher.Deleted += Saw;
        _watcher.Renamed += Saw;
        _watcher.EnableRaisingEvents = true;
    }

    /// <param name="lake">Its folder, which exists.</param>
    /// <param name="after">From the start of the process.</param>
    public static KillMoment After(string lake, TimeSpan after) => new(lake, after, LakeChange.Any, int.MaxValue);

    /// <param name="lake">Its folder, which exists.</param>
    /// <param name="kind">The changes that count.</param>
    /// <param name="changes">How many, from the start of the process.</param>
    public static KillMoment AtChange(string lake, LakeChange kind, int changes) => new(lake, null, kind, changes);

    /// <summary>Kills the process at this moment. False when it ended before.</summary>
    public async Task<bool> KillAsync(ExecutableProcess process)
    {
        Task moment = _after is { } time ? Task.Delay(time, TimeProvider.System) : _reached.Task;
        if (await Task.WhenAny(moment, process.Ended) != moment)
        {
            return false;
        }

        process.Kill();
        await process.Ended;
        return process.WasKilled;
    }

    public void Dispose() => _watcher.Dispose();

    private void Saw(object sender, FileSystemEventArgs change)
    {
        if ((_kind == LakeChange.Any || _kind == KindOf(change)) && Interlocked.Increment(ref _seen) == _changes)
        {
            _reached.TrySetResult();
        }
    }

    private LakeChange KindOf(FileSystemEventArgs change)
    {
        if (change.ChangeType is not (WatcherChangeTypes.Created or WatcherChangeTypes.Renamed))
        {
            return LakeChange.Any;
        }

        string name = Path.GetFileName(change.FullPath);
        return !change.FullPath.StartsWith(_control, StringComparison.Ordinal)
            ? name.EndsWith(".parquet", StringComparison.Ordinal) ? LakeChange.Object : LakeChange.Any
            : Path.GetFileName(Path.GetDirectoryName(change.FullPath)) == ".uploads" ? LakeChange.Upload
            : name.EndsWith(".json", StringComparison.Ordinal) && name[0] != '_' ? LakeChange.Record
            : LakeChange.Any;
    }
}
