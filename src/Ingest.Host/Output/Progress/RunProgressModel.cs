using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;

namespace Ingest.Host.Output.Progress;

/// <summary>
/// Adds up what a run tells and works out rates and the time that is left. Rates are those of the last
/// <see cref="Window"/>, at the moments that a snapshot is taken. Thread-safe.
/// </summary>
public sealed class RunProgressModel : IRunProgress
{
    /// <summary>What "lately" means.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly RunMeter _meter;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly Queue<Mark> _marks = new();
    private int _planned;
    private int _done;
    private int _failed;
    private int _unchanged;
    private TimeSpan? _cataloging;

    /// <param name="meter">What the run has read so far.</param>
    /// <param name="clock">The run begins now.</param>
    public RunProgressModel(RunMeter meter, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(clock);
        _meter = meter;
        _clock = clock;
        _start = clock.GetTimestamp();
        _marks.Enqueue(default);
    }

    /// <inheritdoc/>
    public void Planned(int units)
    {
        lock (_gate)
        {
            _planned += units;
        }
    }

    /// <inheritdoc/>
    public void Ended(UnitOutcome outcome)
    {
        lock (_gate)
        {
            _done++;
            _failed += outcome is UnitOutcome.Failed { Failure.Kind: not FailureKind.Stopped } ? 1 : 0;
            _unchanged += outcome is UnitOutcome.Unchanged ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public void TellingCatalog()
    {
        lock (_gate)
        {
            _cataloging ??= _clock.GetElapsedTime(_start);
        }
    }

    /// <summary>How far the run is now.</summary>
    public RunSnapshot Snapshot()
    {
        lock (_gate)
        {
            UnitTally tally = _meter.Tally;
            TimeSpan elapsed = _clock.GetElapsedTime(_start);
            Mark since = Since(new Mark(elapsed, tally.Rows, tally.Points));
            double seconds = (elapsed - since.Elapsed).TotalSeconds;
            return new RunSnapshot(
                _done,
                _planned,
                _failed,
                tally.Rows,
                tally.Rejected,
                seconds > 0 ? (tally.Rows - since.Rows) / seconds : 0,
                seconds > 0 ? (tally.Points - since.Points) / seconds : 0,
                Remaining(elapsed))
            {
                Cataloging = elapsed - _cataloging,
            };
        }
    }

    /// <summary>The latest mark that is a whole window old, or else the oldest; adds the one of now.</summary>
    private Mark Since(Mark now)
    {
        while (_marks.Count > 1 && _marks.ElementAt(1).Elapsed <= now.Elapsed - Window)
        {
            _marks.Dequeue();
        }

        Mark since = _marks.Peek();
        _marks.Enqueue(now);
        return since;
    }

    /// <summary>Units that needed nothing took no time, and say nothing of the time that the others take.</summary>
    private TimeSpan? Remaining(TimeSpan elapsed)
    {
        int worked = _done - _unchanged;
        return worked > 0 && _planned >= _done ? elapsed * ((double)(_planned - _done) / worked) : null;
    }

    private readonly record struct Mark(TimeSpan Elapsed, long Rows, long Points);
}
