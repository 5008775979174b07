namespace Ingest.Host.Sampling.Readings;

/// <summary>Samples that wait, one after the other, until it is known how many their burst has.</summary>
internal sealed class PendingSamples(int capacity, int channels)
{
    private readonly long[] _times = new long[capacity];
    private readonly long?[] _values = new long?[capacity * channels];

    public int Count { get; private set; }

    public bool IsFull => Count == _times.Length;

    public long LastTime => _times[Count - 1];

    /// <summary>Adds a sample, and returns its values to be set, one a channel.</summary>
    public Span<long?> Add(long time)
    {
        _times[Count] = time;
        return _values.AsSpan(Count++ * channels, channels);
    }

    /// <summary>Makes the burst all samples, of which there is at least one, and waits for others.</summary>
    public void MoveTo(Burst burst)
    {
        burst.ReceivedAt = LastTime;
        burst.Begin(Count);
        for (int sample = 0; sample < Count; sample++)
        {
            burst.SetTime(sample, _times[sample]);
            for (int channel = 0; channel < channels; channel++)
            {
                burst.SetValue(sample, channel, _values[(sample * channels) + channel]);
            }
        }

        Count = 0;
    }
}
