namespace Ingest.Host.Output.Progress;

/// <summary>Shows snapshots on standard error until it is told to stop.</summary>
internal interface IProgressRenderer
{
    /// <param name="snapshot">How far the run is now.</param>
    /// <param name="stop">The run has ended.</param>
    /// <returns>Completes, without an error, soon after <paramref name="stop"/>.</returns>
    Task ShowAsync(Func<RunSnapshot> snapshot, CancellationToken stop);
}
