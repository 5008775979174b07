using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>How long a snapshot has been open, against how long it may be.</summary>
public sealed class SnapshotAge : IDisposable
{
    private const int StaleShare = 10;

    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource? _stale;
    private readonly CancellationTokenSource? _expired;

    /// <summary>Begins to count.</summary>
    public SnapshotAge(TimeSpan longest, TimeProvider clock)
    {
        _longest = longest;
        _stale = new CancellationTokenSource(longest / StaleShare, clock);
        _expired = new CancellationTokenSource(longest, clock);
        Stale = _stale.Token;
        Expired = _expired.Token;
    }

    private SnapshotAge()
    {
    }

    /// <summary>For a snapshot that costs its source nothing.</summary>
    public static SnapshotAge Unlimited { get; } = new();

    /// <summary>Cancelled when a tenth of that time has passed. Who has not begun to read opens another snapshot instead, so
    /// that every unit has nearly all of the time for itself.</summary>
    public CancellationToken Stale { get; }

    /// <summary>Cancelled when the snapshot has been open for as long as it may. It is asked nothing any more.</summary>
    public CancellationToken Expired { get; }

    /// <summary>What is said then. Permanent: the same again would take as long.</summary>
    public IngestException TooOld() => IngestException.Permanent(string.Create(
        CultureInfo.InvariantCulture,
        $"Its snapshot was open for {_longest:c}, which is all that Source.MaxSnapshot allows; nothing was made visible. Raise Source.MaxSnapshot, or Source.MaxBytesPerSecond if that is what it waited for."));

    /// <summary>Says so, where work was abandoned because of it and not because it was stopped.</summary>
    /// <exception cref="IngestException">The snapshot has been open for too long.</exception>
    public void ThrowIfTooOld(Exception cause, CancellationToken stop)
    {
        if (Expired.IsCancellationRequested && !stop.IsCancellationRequested && IngestFailure.Of(cause).Kind == FailureKind.Stopped)
        {
            throw TooOld();
        }
    }

    /// <summary>The snapshot is closed.</summary>
    public void Dispose()
    {
        _stale?.Dispose();
        _expired?.Dispose();
    }
}
