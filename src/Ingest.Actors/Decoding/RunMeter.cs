namespace Ingest.Actors.Decoding;

/// <summary>Adds up what a run reads, while it reads. Thread-safe.</summary>
public sealed class RunMeter
{
    private readonly Lock _gate = new();
    private UnitTally _tally;

    /// <summary>What has been read so far, by attempts that failed too.</summary>
    public UnitTally Tally
    {
        get
        {
            lock (_gate)
            {
                return _tally;
            }
        }
    }

    /// <summary>Counts a batch and passes it on.</summary>
    public DecodedBatch Count(DecodedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Count(batch.Tally);
        return batch;
    }

    /// <summary>Counts what was read.</summary>
    public void Count(UnitTally tally)
    {
        lock (_gate)
        {
            _tally += tally;
        }
    }
}
