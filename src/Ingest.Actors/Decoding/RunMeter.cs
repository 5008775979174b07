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
        lock (_gate)
        {
            _tally += batch.Tally;
        }

        return batch;
    }
}
