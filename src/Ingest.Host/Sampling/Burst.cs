namespace Ingest.Host.Sampling;

/// <summary>
/// One payload's samples of one sensor, before encoding. A buffer that is filled again and again: whoever enumerates
/// bursts gets the same object each time, and takes what it needs before it asks for the next.
/// </summary>
internal sealed class Burst
{
    private readonly long[] _times;
    private readonly long[] _values;
    private readonly byte[] _nulls;
    private bool _anyNull;

    /// <param name="capacity">The most samples it holds, at least 1.</param>
    /// <param name="channels">Values of each sample, at least 1.</param>
    public Burst(int capacity, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Capacity = capacity;
        Channels = channels;
        _times = new long[capacity];
        _values = new long[capacity * channels];
        _nulls = new byte[capacity * channels];
    }

    public int Capacity { get; }

    public int Channels { get; }

    /// <summary>Samples.</summary>
    public int Count { get; private set; }

    public int Sensor { get; set; }

    /// <summary>When the source took the payload: microseconds since 1970-01-01T00:00:00Z.</summary>
    public long ReceivedAt { get; set; }

    /// <summary>Each sample's time: microseconds since 1970-01-01T00:00:00Z.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <summary>Unscaled values, channel after channel: that of sample s in channel c is at c * Count + s. Of a sample
    /// without a value in that channel it is 0.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count * Channels);

    /// <summary>1 where a value is missing, shaped as <see cref="Values"/>; empty when none is.</summary>
    public ReadOnlySpan<byte> Nulls => _anyNull ? _nulls.AsSpan(0, Count * Channels) : default;

    /// <summary>Makes room for that many samples; every time and value is to be set.</summary>
    public void Begin(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        Count = count;
        _anyNull = false;
    }

    public void SetTime(int sample, long micros) => _times[sample] = micros;

    /// <param name="sample">Which sample.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="unscaled">The value; null where it is missing.</param>
    public void SetValue(int sample, int channel, long? unscaled)
    {
        int at = (channel * Count) + sample;
        _values[at] = unscaled.GetValueOrDefault();
        _nulls[at] = unscaled is null ? (byte)1 : (byte)0;
        _anyNull |= unscaled is null;
    }
}
