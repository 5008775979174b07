using Ingest.Codec.Columns;

namespace Ingest.Codec.SensorPack;

/// <summary>
/// Reads the times of a payload: the first, the first delta, and the deltas' deltas. Sums wrap; every time must
/// be one that <see cref="DateTime"/> holds.
/// </summary>
internal static class TimeReader
{
    private const string First = "the first time";
    private const string FirstDelta = "the first time delta";

    public static void Read(
        ref PayloadReader reader, int samples, TimeUnit unit, FixedColumn<long> column, scoped Span<ulong> scratch)
    {
        long micros = unit.Micros();
        long time = ReadTime(ref reader, First, 0, sample: 0, unit);
        if (samples == 1)
        {
            column.Append(time * micros);
            return;
        }

        long second = ReadTime(ref reader, FirstDelta, time, sample: 1, unit);
        IntegerBlock block = IntegerBlock.Open(ref reader, samples - 2);
        Span<long> times = column.AppendUninitialized(samples);
        times[0] = time * micros;
        times[1] = second * micros;
        ReadRest(ref reader, second, second - time, block, times, unit, scratch);
    }

    private static void ReadRest(
        ref PayloadReader reader,
        long time,
        long delta,
        IntegerBlock block,
        Span<long> times,
        TimeUnit unit,
        scoped Span<ulong> scratch)
    {
        long micros = unit.Micros();
        long min = unit.Min();
        long max = unit.Max();
        for (int start = 2; start < times.Length; start += block.ChunkValues)
        {
            Span<ulong> changes = scratch[..Math.Min(block.ChunkValues, times.Length - start)];
            Span<long> target = times.Slice(start, changes.Length);
            block.Read(ref reader, changes);
            for (int i = 0; i < changes.Length; i++)
            {
                delta += ZigZag.Decode(changes[i]);
                time += delta;
                if (time < min || time > max)
                {
                    throw Malformed.Time(start + i, time, unit, block.OffsetOf(start + i - 2, reader.Payload));
                }

                target[i] = time * micros;
            }
        }
    }

    private static long ReadTime(ref PayloadReader reader, string what, long before, int sample, TimeUnit unit)
    {
        int offset = reader.Offset;
        long time = before + reader.ReadZigZag(what);
        return time >= unit.Min() && time <= unit.Max() ? time : throw Malformed.Time(sample, time, unit, offset);
    }
}
