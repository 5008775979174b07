namespace Ingest.Codec.Columns;

/// <summary>Where a decoder appends samples: their time and one column a channel, all of the same length.</summary>
public sealed class SampleColumns
{
    private readonly ColumnBuffer[] _channels;

    public SampleColumns(FixedColumn<long> time, IReadOnlyList<ColumnBuffer> channels)
    {
        Time = time;
        _channels = [.. channels];
    }

    /// <summary>Event time of each sample: microseconds since 1970-01-01T00:00:00Z.</summary>
    public FixedColumn<long> Time { get; }

    /// <summary>One column a channel, in the configuration's order: unscaled decimals as int or long, by precision.</summary>
    public IReadOnlyList<ColumnBuffer> Channels => _channels;

    /// <summary>The same as <see cref="Channels"/>, for those who ask several times a payload.</summary>
    internal ReadOnlySpan<ColumnBuffer> Buffers => _channels;

    /// <summary>The source row's own time, in microseconds since 1970, which payloads without a time of their own count from; null
    /// where the row has none. Set before each payload.</summary>
    public long? RowTime { get; set; }

    /// <summary>What the source row says of its payload's format; null where it says nothing. Set before each payload.</summary>
    public string? RowVersion { get; set; }

    /// <summary>Samples.</summary>
    public int Count => Time.Count;

    /// <summary>Forgets all samples from <paramref name="count"/> on, also where only some columns have them.</summary>
    public void RollBack(int count)
    {
        Time.Truncate(Math.Min(count, Time.Count));
        foreach (ColumnBuffer channel in _channels)
        {
            channel.Truncate(Math.Min(count, channel.Count));
        }
    }
}
