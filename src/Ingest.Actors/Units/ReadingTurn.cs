namespace Ingest.Actors.Units;

/// <summary>A unit's turn at the source. Whoever has it disposes it when there is nothing more to read; again does nothing.</summary>
public sealed class ReadingTurn : IDisposable
{
    private SemaphoreSlim? _turns;

    private ReadingTurn(SemaphoreSlim turns) => _turns = turns;

    /// <summary>A turn, once there is one.</summary>
    /// <param name="turns">Counts those that are free.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<ReadingTurn> WaitAsync(SemaphoreSlim turns, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turns);
        await turns.WaitAsync(cancellation);
        return new ReadingTurn(turns);
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Release();
}
