using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Samples;

/// <summary>Makes microseconds since 1970 of numbers that count from then, from an earlier field, or from the row's own time.</summary>
internal sealed class TimeConversion
{
    private readonly EpochUnit[] _units = [];

    /// <summary>What a number counts, by the number of the field in <see cref="UnitSlot"/>; one unit where it is always that.</summary>
    public required IReadOnlyList<EpochUnit> Units
    {
        get => _units;
        init => _units = [.. value];
    }

    /// <summary>The field that chooses the unit; -1: none.</summary>
    public int UnitSlot { get; init; } = -1;

    /// <summary>The field that it counts from, in microseconds; -1: none.</summary>
    public int BaseSlot { get; init; } = -1;

    /// <summary>Whether it counts from the row's own time.</summary>
    public bool FromRow { get; init; }

    /// <summary>Of a floating-point number: 16, 32 or 64; 0: it is an integer.</summary>
    public int FloatBits { get; init; }

    public long Micros(long value, ref LayoutRun run, string name, int offset) => FloatBits switch
    {
        0 => SampleTime.Of(value, Unit(ref run, name), Base(ref run, name), offset),
        16 => SampleTime.Of((double)BitConverter.UInt16BitsToHalf((ushort)value), Unit(ref run, name), Base(ref run, name), offset),
        64 => SampleTime.Of(BitConverter.Int64BitsToDouble(value), Unit(ref run, name), Base(ref run, name), offset),
        _ => SampleTime.Of(BitConverter.UInt32BitsToSingle((uint)value), Unit(ref run, name), Base(ref run, name), offset),
    };

    /// <returns>Whether the number is a time that can be told without a sentence about it.</returns>
    public bool TryMicros(ref LayoutRun run, long value, out long micros)
    {
        micros = 0;
        long choice = UnitSlot < 0 ? 0 : run.Slots[UnitSlot];
        long? origin = FromRow ? run.RowTime : BaseSlot < 0 ? 0 : run.Slots[BaseSlot];
        return (ulong)choice < (ulong)_units.Length && origin is { } known && SampleTime.TryOf(value, _units[choice], known, out micros);
    }

    /// <returns>The first number that is no time; -1 when all are.</returns>
    public int Convert(ref LayoutRun run, scoped Span<long> values, string name)
    {
        EpochUnit unit = Unit(ref run, name);
        long origin = Base(ref run, name);
        if (unit == EpochUnit.Nanoseconds)
        {
            foreach (ref long value in values)
            {
                value = (value / 1_000) - (value % 1_000 < 0 ? 1 : 0);
            }
        }

        // A base is a time itself, so that the differences are far from what 64 bits hold.
        long micros = Math.Max(1, SampleTime.MicrosOf(unit));
        var allowed = new Interval((SampleTime.MicrosMin - origin) / micros, (SampleTime.MicrosMax - origin) / micros);
        int outside = allowed.FirstOutside(values);
        if (outside < 0)
        {
            foreach (ref long value in values)
            {
                value = (value * micros) + origin;
            }
        }

        return outside;
    }

    private EpochUnit Unit(ref LayoutRun run, string name)
    {
        if (UnitSlot < 0)
        {
            return _units[0];
        }

        long choice = run.Slots[UnitSlot];
        return choice >= 0 && choice < _units.Length
            ? _units[choice]
            : throw new PayloadException($"the unit of {name} is {choice}, expected 0 to {_units.Length - 1}", run.Offset);
    }

    private long Base(ref LayoutRun run, string name)
    {
        if (FromRow)
        {
            return run.RowTime ?? throw new PayloadException($"{name} counts from the row's time, and the row has none", 0);
        }

        return BaseSlot < 0 ? 0 : run.Slots[BaseSlot];
    }
}
