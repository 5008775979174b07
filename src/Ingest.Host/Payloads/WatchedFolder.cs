namespace Ingest.Host.Payloads;

/// <summary>Does something again whenever a file of a folder changes. Looks at the times of writing, which every file system
/// has.</summary>
internal static class WatchedFolder
{
    private const int FilesMax = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Ends only by cancellation.</summary>
    /// <param name="folder">The folder, without those in it.</param>
    /// <param name="work">What to do, at once and after each change.</param>
    /// <param name="clock">Waits between two looks.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static async Task RepeatAsync(string folder, Func<Task> work, TimeProvider clock, CancellationToken stop)
    {
        while (true)
        {
            // Before the work: what changes meanwhile is seen afterwards.
            string seen = State(folder);
            await work();
            while (State(folder) == seen)
            {
                await Task.Delay(Interval, clock, stop);
            }
        }
    }

    private static string State(string folder) => string.Join('|', new DirectoryInfo(folder)
        .EnumerateFiles()
        .Take(FilesMax)
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {file.LastWriteTimeUtc.Ticks}"));
}
