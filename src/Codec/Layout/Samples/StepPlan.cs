using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Times at equal distances: row i is at start + i * step.</summary>
internal sealed class StepPlan
{
    /// <summary>The field that says the first time, in microseconds; -1: the row's own time.</summary>
    public required int StartSlot { get; init; }

    /// <summary>The field that says the step, in microseconds; -1: it is <see cref="Micros"/>.</summary>
    public int StepSlot { get; init; } = -1;

    /// <summary>The step, where it is always the same.</summary>
    public long Micros { get; init; }

    /// <exception cref="PayloadException">A time is none, or the row has none.</exception>
    public void Append(ref LayoutRun run, int rows)
    {
        long start = StartSlot >= 0
            ? run.Slots[StartSlot]
            : run.RowTime ?? throw new PayloadException("times count from the row's time, and the row has none", 0);
        long step = StepSlot >= 0 ? run.Slots[StepSlot] : Micros;
        Int128 last = start + ((Int128)step * Math.Max(0, rows - 1));
        if (last < SampleTime.MicrosMin || last > SampleTime.MicrosMax || start < SampleTime.MicrosMin || start > SampleTime.MicrosMax)
        {
            throw new PayloadException($"the times of {rows} samples that are {step} µs apart leave the years 1 to 9999", run.Offset);
        }

        Span<long> times = run.Samples.Time.AppendUninitialized(rows);
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = start + (i * step);
        }
    }
}
