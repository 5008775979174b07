using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Sampling.Reference;

/// <summary>
/// Readings of <see cref="SampleShape.Sensors"/> sensors that are the same whenever they are asked for: a day depends on
/// seed, date and channels alone, not on the shape, nor on how many days are made, nor on the database. Every reading's
/// date is its row's date. Thread-safe.
/// </summary>
internal sealed class ReferenceData
{
    // 500 slots of 85 ms, 40 ms of jitter and 40 ms of transport: rows stay in their order and within the day.
    private const long SlotMicros = 85_000;
    private const long LagMicros = 200_000;
    private const long LagSpreadMicros = 40_000;
    private const int DriftSteps = 100;

    // What the numbers of a seed are for: streams with different tags are independent.
    private const ulong SlotStream = 1;
    private const ulong LevelStream = 2;
    private const ulong DayStream = 3;
    private const ulong LagStream = 4;

    private readonly Quantity[] _quantities;
    private readonly long[] _factors;
    private readonly int[] _sensorOfSlot;
    private readonly ulong _seed;

    /// <exception cref="IngestException">A channel cannot hold what it measures; its Scale or Precision is too small.</exception>
    public ReferenceData(SampleShape shape, IReadOnlyList<Channel> channels, ulong seed)
    {
        Shape = shape;
        _seed = seed;
        _quantities = [.. channels.Select(Quantity.Of)];
        _factors = [.. channels.Select((channel, i) => _quantities[i].Factor(channel))];
        _sensorOfSlot = ShuffledSensors(seed);
    }

    public SampleShape Shape { get; }

    /// <summary>A day's rows in the order of their arrival; always the same <see cref="Burst"/> object, refilled.</summary>
    public IEnumerable<Burst> Day(DateOnly day)
    {
        SensorWalk[] walks = Walks(day, out long[][] levels);
        SplitMix64 lag = SplitMix64.For(_seed, LagStream, (ulong)day.DayNumber);
        var burst = new Burst(Shape.SamplesPerRow, _quantities.Length);
        for (int taken = 0; taken < SampleShape.SamplesPerSensor; taken += Shape.SamplesPerRow)
        {
            for (int slot = 0; slot < walks.Length; slot++)
            {
                Fill(burst, ref walks[slot], levels[slot]);
                burst.Sensor = _sensorOfSlot[slot];
                burst.ReceivedAt = burst.Times[^1] + LagMicros + lag.Below(LagSpreadMicros);
                yield return burst;
            }
        }
    }

    private void Fill(Burst burst, ref SensorWalk walk, long[] levels)
    {
        burst.Begin(Shape.SamplesPerRow);
        for (int sample = 0; sample < burst.Count; sample++)
        {
            burst.SetTime(sample, walk.Next());
            for (int channel = 0; channel < levels.Length; channel++)
            {
                burst.SetValue(sample, channel, levels[channel] * _factors[channel]);
            }
        }
    }

    private SensorWalk[] Walks(DateOnly day, out long[][] levels)
    {
        var walks = new SensorWalk[_sensorOfSlot.Length];
        levels = new long[walks.Length][];
        for (int slot = 0; slot < walks.Length; slot++)
        {
            ulong sensor = (ulong)_sensorOfSlot[slot];
            SplitMix64 random = SplitMix64.For(_seed, DayStream, (ulong)day.DayNumber, sensor);
            levels[slot] = LevelsAtMidnight(sensor, ref random);
            walks[slot] = new SensorWalk(random, _quantities, levels[slot], Dates.Micros(day) + (slot * SlotMicros));
        }

        return walks;
    }

    // Each sensor has a level of its own, in the middle half of the band, and days begin a little beside it.
    private long[] LevelsAtMidnight(ulong sensor, ref SplitMix64 random)
    {
        SplitMix64 own = SplitMix64.For(_seed, LevelStream, sensor);
        var levels = new long[_quantities.Length];
        for (int channel = 0; channel < levels.Length; channel++)
        {
            Quantity quantity = _quantities[channel];
            long band = quantity.Max - quantity.Min;
            long drift = Math.Min(DriftSteps * quantity.StepMax, band / 4);
            levels[channel] = quantity.Min + (band / 4) + own.Below((band / 2) + 1) + random.Below((2 * drift) + 1) - drift;
        }

        return levels;
    }

    private static int[] ShuffledSensors(ulong seed)
    {
        int[] sensors = [.. Enumerable.Range(1, SampleShape.Sensors)];
        SplitMix64 random = SplitMix64.For(seed, SlotStream);
        for (int last = sensors.Length - 1; last > 0; last--)
        {
            int other = (int)random.Below(last + 1);
            (sensors[last], sensors[other]) = (sensors[other], sensors[last]);
        }

        return sensors;
    }
}
