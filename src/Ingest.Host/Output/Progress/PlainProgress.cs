namespace Ingest.Host.Output.Progress;

/// <summary>A line every few seconds, for logs.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider clock) : IProgressRenderer
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task ShowAsync(Func<RunSnapshot> snapshot, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, clock);
        using CancellationTokenRegistration end = stop.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await error.WriteLineAsync(ProgressText.Line(snapshot()));
        }
    }
}
