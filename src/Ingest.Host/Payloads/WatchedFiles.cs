namespace Ingest.Host.Payloads;

/// <summary>Does something again whenever one of some files changes, comes or goes. Looks at the times of writing, which every file
/// system has.</summary>
internal static class WatchedFiles
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Ends only by cancellation.</summary>
    /// <param name="files">Says which files; asked anew before each work, since what is in one may name others.</param>
    /// <param name="work">What to do, at once and after each change.</param>
    /// <param name="clock">Waits between two looks.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static async Task RepeatAsync(Func<IReadOnlyCollection<string>> files, Func<Task> work, TimeProvider clock, CancellationToken stop)
    {
        while (true)
        {
            // Before the work: what changes meanwhile is seen afterwards.
            IReadOnlyCollection<string> watched = files();
            string seen = State(watched);
            await work();
            while (State(watched) == seen)
            {
                await Task.Delay(Interval, clock, stop);
            }
        }
    }

    /// <summary>A file that is not there has the time 1601, by which it is seen when it comes.</summary>
    private static string State(IEnumerable<string> files) => string.Join('|', files.Select(file => File.GetLastWriteTimeUtc(file).Ticks));
}
