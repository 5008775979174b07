using System.Numerics;
using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Building;

/// <summary>What column a field of integers becomes, and how.</summary>
internal static class NumberPlan
{
    /// <param name="text">The field's short form.</param>
    /// <param name="natural">The numbers that can be stored.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="field">Its name with those around it.</param>
    /// <exception cref="LayoutException">There is no such column.</exception>
    public static (ColumnType Type, NumberConversion Conversion) Of(FieldText text, Interval natural, int line, string field)
    {
        Rational factor = Number(text.Multiplier, line, field) / Nonzero(text.Divisor, line, field);
        Rational addend = Number(text.Addend, line, field);
        int? needed = factor.Scale is { } ofFactor && addend.Scale is { } ofAddend ? Math.Max(ofFactor, ofAddend) : null;
        if (needed is not { } scale)
        {
            throw new LayoutException(
                line, field, $"* {text.Multiplier} / {text.Divisor} has no end as a decimal; choose a factor that has one, and divide in SQL");
        }

        // A list of differences holds any number, whatever its differences are; none below zero where they have no sign: what is
        // at least 2^63 would be one.
        Interval stored = text.Delta == 0 ? natural : natural.From < 0 ? Interval.All : StoredType.Unsigned64;
        Interval allowed = Written(text, stored, line, field);
        ColumnType type = text.Column ?? Chosen(factor, addend, allowed, scale);
        if (type.Kind is not (ColumnKind.Decimal or ColumnKind.Int32 or ColumnKind.Int64))
        {
            throw new LayoutException(line, field, $"integers do not become {type}; leave the type out, or say decimal(…), int or bigint");
        }

        if (type.Scale < scale)
        {
            throw new LayoutException(line, field, $"its values have {scale} decimals, and {type} has {type.Scale}");
        }

        BigInteger limit = type.Kind switch
        {
            ColumnKind.Decimal => BigInteger.Pow(10, type.Precision) - 1,
            ColumnKind.Int32 => int.MaxValue,
            _ => long.MaxValue,
        };
        BigInteger multiply = factor.Unscaled(type.Scale);
        BigInteger add = addend.Unscaled(type.Scale);
        BigInteger least = type.Kind == ColumnKind.Decimal ? -limit : -limit - 1;
        if (multiply.IsZero || BigInteger.Abs(multiply) > long.MaxValue || BigInteger.Abs(add) > limit)
        {
            throw new LayoutException(line, field, $"* {text.Multiplier} / {text.Divisor} {text.Addend} does not fit into {type}");
        }

        (BigInteger from, BigInteger to) = multiply.Sign > 0
            ? (Ceiling(least - add, multiply), Floor(limit - add, multiply))
            : (Ceiling(limit - add, multiply), Floor(least - add, multiply));
        Interval fits = allowed.And(new Interval(Clamped(from), Clamped(to)));
        if (fits.From > fits.To)
        {
            throw new LayoutException(line, field, $"{type} holds no value of the stored numbers {allowed}");
        }

        return (type, new NumberConversion
        {
            Order = text.Delta,
            Null = Null(text, natural, line, field),
            Allowed = fits,
            Factor = (long)multiply,
            Addend = (long)add,
        });
    }

    /// <summary>The numbers that a short form's range or constant allows.</summary>
    /// <exception cref="LayoutException">It is none.</exception>
    public static Interval Written(FieldText text, Interval natural, int line, string field)
    {
        if (text.Constant is { } constant)
        {
            long only = Stored(constant, line, field);
            return natural.Contains(only)
                ? new Interval(only, only)
                : throw new LayoutException(line, field, $"can never be {constant}; it holds {natural}");
        }

        if (text.Range is not { } range)
        {
            return natural;
        }

        Interval some = natural.And(ParseRange(range, natural, line, field));
        return some.From <= some.To ? some : throw new LayoutException(line, field, $"{text.Type} holds no number of {range}; it holds {natural}");
    }

    /// <summary>The number that means none. One that cannot be stored would never be seen: 0x8000 of an i16, which is -32768.</summary>
    /// <exception cref="LayoutException">It cannot be stored.</exception>
    public static long? Null(FieldText text, Interval natural, int line, string field)
    {
        if (text.Null is not { } written)
        {
            return null;
        }

        long none = Stored(written, line, field);
        return natural.Contains(none)
            ? none
            : throw new LayoutException(line, field, $"null={written}: {text.Type} never is {none}; it holds {natural}");
    }

    /// <summary>Reads <c>1..10</c>, <c>1..</c>, <c>..10</c> or <c>7</c>.</summary>
    public static Interval ParseRange(string range, Interval natural, int line, string field)
    {
        int dots = range.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            long only = Stored(range, line, field);
            return new Interval(only, only);
        }

        string first = range[..dots];
        string last = range[(dots + 2)..];
        var interval = new Interval(
            first.Length == 0 ? natural.From : Stored(first, line, field), last.Length == 0 ? natural.To : Stored(last, line, field));
        return interval.From <= interval.To ? interval : throw new LayoutException(line, field, $"{range} ends before it begins");
    }

    /// <summary>Reads an integer: <c>-40</c>, <c>0xFF</c>.</summary>
    public static long Stored(string text, int line, string field)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHex && ulong.TryParse(text[2..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong bits))
        {
            return (long)bits;
        }

        return !isHex && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out long number)
            ? number
            : throw new LayoutException(line, field, $"expected an integer such as -40 or 0xFF, not '{text}'");
    }

    private static ColumnType Chosen(Rational factor, Rational addend, Interval allowed, int scale)
    {
        BigInteger multiply = factor.Unscaled(scale);
        BigInteger add = addend.Unscaled(scale);
        BigInteger one = (multiply * allowed.From) + add;
        BigInteger other = (multiply * allowed.To) + add;
        if (scale == 0)
        {
            return BigInteger.Min(one, other) >= int.MinValue && BigInteger.Max(one, other) <= int.MaxValue ? ColumnType.Int32 : ColumnType.Int64;
        }

        BigInteger largest = BigInteger.Max(BigInteger.Abs(one), BigInteger.Abs(other));
        int precision = largest < BigInteger.Pow(10, Channel.PrecisionDefault) && scale <= Channel.PrecisionDefault
            ? Channel.PrecisionDefault
            : Channel.PrecisionMax;
        return ColumnType.Decimal(precision, scale);
    }

    private static Rational Number(string text, int line, string field) =>
        Rational.Parse(text) ?? throw new LayoutException(line, field, $"expected a number such as 100 or 0.0625, not '{text}'");

    private static Rational Nonzero(string text, int line, string field)
    {
        Rational number = Number(text, line, field);
        return number.Numerator.IsZero ? throw new LayoutException(line, field, "cannot be divided by zero") : number;
    }

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return !rest.IsZero && (rest.Sign < 0) != (divisor.Sign < 0) ? quotient - 1 : quotient;
    }

    private static BigInteger Ceiling(BigInteger dividend, BigInteger divisor) => -Floor(-dividend, divisor);

    private static long Clamped(BigInteger value) =>
        value < long.MinValue ? long.MinValue : value > long.MaxValue ? long.MaxValue : (long)value;
}
