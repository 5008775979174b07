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
        long min = TimeUnits.MicrosMin / micros;
        long max = TimeUnits.MicrosMax / micros;
        Span<long> times = column.AppendUninitialized(samples);

        int offset = reader.Offset;
        long time = reader.ReadZigZag(First);
        Check(0, offset);
        times[0] = time * micros;
        if (samples == 1)
        {
            return;
        }

        offset = reader.Offset;
        long delta = reader.ReadZigZag(FirstDelta);
        time += delta;
        Check(1, offset);
        times[1] = time * micros;
        if (samples == 2)
        {
            return;
        }

        IntegerBlock block = IntegerBlock.Open(ref reader, samples - 2);
        for (int start = 2; start < samples; start += IntegerBlock.ChunkValues)
        {
            Span<ulong> changes = scratch[..Math.Min(IntegerBlock.ChunkValues, samples - start)];
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

        void Check(int sample, int at)
        {
            if (time < min || time > max)
            {
                throw Malformed.Time(sample, time, unit, at);
            }
        }
    }
}
