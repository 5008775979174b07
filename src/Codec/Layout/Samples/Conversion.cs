namespace Ingest.Codec.Layout.Samples;

/// <summary>Makes what a column holds of the numbers of a field.</summary>
internal abstract class Conversion
{
    /// <summary>0: the numbers are stored as they are; 1 and 2: as differences, or as differences of differences.</summary>
    public int Order { get; init; }

    /// <summary>A number that means that there is none; null: there is no such number.</summary>
    public long? Null { get; init; }

    /// <param name="run">Where earlier fields are.</param>
    /// <param name="rows">One number a row; those that are absent are changed as they come.</param>
    /// <param name="absent">1 for a row without a number; empty where all have one.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="reason">Why a number is none of the column.</param>
    /// <returns>The row of that number; -1 when all are right.</returns>
    public abstract int Convert(ref LayoutRun run, scoped Span<long> rows, scoped ReadOnlySpan<byte> absent, string name, out string? reason);
}

/// <summary>Nothing is to be done.</summary>
internal sealed class IdentityConversion : Conversion
{
    /// <inheritdoc/>
    public override int Convert(ref LayoutRun run, scoped Span<long> rows, scoped ReadOnlySpan<byte> absent, string name, out string? reason)
    {
        reason = null;
        return -1;
    }
}

/// <summary>The number is the sample's time, stored as differences or in a list.</summary>
internal sealed class SampleTimeConversion(TimeConversion time) : Conversion
{
    public TimeConversion Time => time;

    /// <inheritdoc/>
    public override int Convert(ref LayoutRun run, scoped Span<long> rows, scoped ReadOnlySpan<byte> absent, string name, out string? reason)
    {
        int row = time.Convert(ref run, rows, name);
        reason = row < 0 ? null : $"{name} {rows[row]} of sample {row} is not in the years 1 to 9999";
        return row;
    }
}

/// <summary>Unscaled decimals and integers: number * factor + addend.</summary>
internal sealed class NumberConversion : Conversion
{
    /// <summary>The stored numbers whose result the column holds and the description allows.</summary>
    public Interval Allowed { get; init; } = Interval.All;

    public long Factor { get; init; } = 1;

    public long Addend { get; init; }

    /// <inheritdoc/>
    public override int Convert(ref LayoutRun run, scoped Span<long> rows, scoped ReadOnlySpan<byte> absent, string name, out string? reason)
    {
        reason = null;
        if (rows.Length == 1 && absent.IsEmpty && Allowed.Contains(rows[0]))
        {
            rows[0] = (rows[0] * Factor) + Addend;
            return -1;
        }

        int outside = absent.IsEmpty ? Allowed.FirstOutside(rows) : FirstOutside(rows, absent);
        if (outside >= 0)
        {
            reason = $"{name} is {rows[outside]}, expected {Allowed}";
            return outside;
        }

        if (Factor != 1 || Addend != 0)
        {
            foreach (ref long value in rows)
            {
                value = (value * Factor) + Addend;
            }
        }

        return -1;
    }

    private int FirstOutside(ReadOnlySpan<long> rows, ReadOnlySpan<byte> absent)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (absent[i] == 0 && !Allowed.Contains(rows[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
