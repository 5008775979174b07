namespace Ingest.Host.Sampling.Reference;

/// <summary>One sensor's readings of one day, one after the other.</summary>
internal struct SensorWalk
{
    // Timestamps that never vary are unrealistic, and jitter in all of them would be most of what the lake stores.
    private const int SamplesForOneLate = 16;
    private const int LateMillisMax = 40;
    private const long MicrosPerMillisecond = 1_000;

    private readonly IReadOnlyList<Quantity> _quantities;
    private readonly long[] _levels;
    private readonly long _first;
    private SplitMix64 _random;
    private int _taken;

    /// <param name="random">The sensor's numbers of that day.</param>
    /// <param name="quantities">What its channels measure.</param>
    /// <param name="levels">What they read before the first sample, one each; kept and changed.</param>
    /// <param name="first">When the first sample is due: microseconds since 1970-01-01T00:00:00Z.</param>
    public SensorWalk(SplitMix64 random, IReadOnlyList<Quantity> quantities, long[] levels, long first)
    {
        _random = random;
        _quantities = quantities;
        _levels = levels;
        _first = first;
    }

    /// <summary>Takes the next sample. Its levels are then in the array that the walk was given.</summary>
    /// <returns>Its time: microseconds since 1970-01-01T00:00:00Z.</returns>
    public long Next()
    {
        ulong draw = _random.Next();
        long late = draw % SamplesForOneLate == 0 ? 1 + ((long)(draw >> 32) % LateMillisMax) : 0;
        for (int channel = 0; channel < _levels.Length; channel++)
        {
            _levels[channel] = Step(_quantities[channel], _levels[channel]);
        }

        return _first + (_taken++ * SampleShape.CadenceMicros) + (late * MicrosPerMillisecond);
    }

    private long Step(Quantity quantity, long level)
    {
        ulong draw = _random.Next();
        if ((int)(draw & 15) >= quantity.MovesInSixteen)
        {
            return level;
        }

        long step = 1 + ((long)((draw >> 8) & 0xFFFF) % quantity.StepMax);
        long next = (draw & 16) == 0 ? level + step : level - step;
        return next < quantity.Min || next > quantity.Max ? level : next;
    }
}
