namespace Ingest.Codec.Layout.Samples;

/// <summary>The numbers from one to another, both included.</summary>
internal readonly record struct Interval(long From, long To)
{
    public static readonly Interval All = new(long.MinValue, long.MaxValue);

    public bool Contains(long value) => value >= From && value <= To;

    public Interval And(Interval other) => new(Math.Max(From, other.From), Math.Min(To, other.To));

    /// <summary>The first number that is not in it; -1 when all are.</summary>
    public int FirstOutside(ReadOnlySpan<long> values)
    {
        if (this == All || Lanes.AreWithin(values, From, To))
        {
            return -1;
        }

        ulong width = (ulong)To - (ulong)From;
        for (int i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] - (ulong)From > width)
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override string ToString() => From == To ? $"{From}" : $"{From} to {To}";
}
