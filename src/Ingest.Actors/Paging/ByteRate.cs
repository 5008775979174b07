namespace Ingest.Actors.Paging;

/// <summary>
/// Spreads reading evenly over time: who wants to read a page waits until the pages before it have been paid for, whoever
/// read them. How large a page is shows when it has been read: until then it counts like the page before it. Thread-safe.
/// </summary>
/// <remarks>System.Threading.RateLimiting has a clock of its own and lends nothing, which a page of unknown size needs.</remarks>
internal sealed class ByteRate
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly double _bytesPerSecond;
    private double _paidUntilSeconds;
    private long _lastPage = long.MaxValue;

    /// <param name="bytesPerSecond">At least 1.</param>
    /// <param name="clock">Tells how time passes.</param>
    public ByteRate(long bytesPerSecond, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        _bytesPerSecond = bytesPerSecond;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>Waits for its turn, in the order of asking. A wait that is cancelled costs nothing.</summary>
    /// <param name="pageBytes">Bytes that a page aims at.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What it was counted as, for <see cref="Read"/>.</returns>
    public async Task<long> WaitAsync(long pageBytes, CancellationToken cancellation)
    {
        long reserved;
        double wait;
        lock (_gate)
        {
            reserved = Math.Min(pageBytes, _lastPage);
            double now = _clock.GetElapsedTime(_start).TotalSeconds;
            double turn = Math.Max(now, _paidUntilSeconds);
            _paidUntilSeconds = turn + (reserved / _bytesPerSecond);
            wait = turn - now;
        }

        if (wait <= 0)
        {
            return reserved;
        }

        try
        {
            await Task.Delay(TimeSpan.FromSeconds(wait), _clock, cancellation);
            return reserved;
        }
        catch
        {
            Read(0, reserved);
            throw;
        }
    }

    /// <summary>Counts a page that was read as what it is.</summary>
    public void Read(long bytes, long reserved)
    {
        lock (_gate)
        {
            _paidUntilSeconds += (bytes - reserved) / _bytesPerSecond;
            // The page after a unit's last rows is empty and says nothing of the next.
            _lastPage = bytes == 0 ? _lastPage : bytes;
        }
    }
}
