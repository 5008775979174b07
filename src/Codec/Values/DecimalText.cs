namespace Ingest.Codec.Values;

/// <summary>Why decimal text is no value of a channel.</summary>
public enum DecimalFault
{
    None,

    /// <summary>The text is no decimal number.</summary>
    NoNumber,

    /// <summary>There are more decimals than the scale.</summary>
    Decimals,

    /// <summary>There are more digits than the precision.</summary>
    Digits,
}

/// <summary>
/// Reads decimal text (<c>23.7</c>, <c>-.5</c>, <c>1e-3</c>; ASCII) to an unscaled integer, exactly: through binary floating
/// point 0.00476416302416414 would become another number. Zeros that end a fraction are no decimals.
/// </summary>
public static class DecimalText
{
    // Beyond this an exponent means too many digits or decimals whatever it is exactly.
    private const int ExponentMax = 100_000;

    /// <param name="text">A number and nothing else.</param>
    /// <param name="scale">Decimals of the result.</param>
    /// <param name="precision">The most digits of the result, 1 to 18.</param>
    /// <param name="round">Whether further decimals are rounded, a half away from zero.</param>
    /// <param name="unscaled">The number times 10^scale.</param>
    public static DecimalFault Parse(ReadOnlySpan<byte> text, int scale, int precision, bool round, out long unscaled)
    {
        unscaled = 0;
        if (!TryRead(text, out Number number))
        {
            return DecimalFault.NoNumber;
        }

        if (number.Digits.IsEmpty)
        {
            return DecimalFault.None;
        }

        if (-number.Exponent > scale && !round)
        {
            return DecimalFault.Decimals;
        }

        return number.Count + number.Exponent + scale > precision || !TryScale(number, scale, precision, out unscaled)
            ? DecimalFault.Digits
            : DecimalFault.None;
    }

    /// <summary>Decimals of a number's text, without zeros at their end.</summary>
    public static int Decimals(ReadOnlySpan<byte> text) =>
        TryRead(text, out Number number) && !number.Digits.IsEmpty ? Math.Max(0, -number.Exponent) : 0;

    private static bool TryScale(Number number, int scale, int precision, out long unscaled)
    {
        int shift = number.Exponent + scale;
        int kept = number.Count + Math.Min(shift, 0);
        long value = 0;
        int seen = 0;
        foreach (byte digit in number.Digits)
        {
            if (digit == '.')
            {
                continue;
            }

            if (seen++ < kept)
            {
                value = (value * 10) + (digit - '0');
                continue;
            }

            // The first digit that is dropped decides; zeros stand before it where fewer than none are kept.
            value += kept >= 0 && digit >= '5' ? 1 : 0;
            break;
        }

        for (; shift > 0; shift--)
        {
            value *= 10;
        }

        unscaled = number.Negative ? -value : value;
        return value <= PowerOfTen.Less1(precision);
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out Number number)
    {
        number = default;
        bool negative = text is [(byte)'-', ..];
        ReadOnlySpan<byte> rest = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        int e = rest.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = e < 0 ? rest : rest[..e];
        int exponent = 0;
        if (e >= 0 && !TryReadExponent(rest[(e + 1)..], out exponent))
        {
            return false;
        }

        int point = mantissa.IndexOf((byte)'.');
        int digitCount = mantissa.Length - (point < 0 ? 0 : 1);
        if (digitCount == 0 || !AreDigits(mantissa, point))
        {
            return false;
        }

        int decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        int last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        if (last < 0)
        {
            return true;
        }

        // From the first digit that is not zero to the last one.
        int first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        ReadOnlySpan<byte> digits = mantissa[first..(last + 1)];
        int dropped = mantissa.Length - last - 1 - (point > last ? 1 : 0);
        int count = digits.Length - (point > first && point < last ? 1 : 0);
        number = new Number(negative, digits, count, exponent - decimals + dropped);
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<byte> mantissa, int point) => point < 0
        ? !mantissa.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        : !mantissa[..point].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !mantissa[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        ReadOnlySpan<byte> digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentMax);
        }

        exponent = text[0] == '-' ? -exponent : exponent;
        return true;
    }

    /// <summary>Digits, one point perhaps among them, times 10^exponent. No digits: zero.</summary>
    private readonly ref struct Number(bool negative, ReadOnlySpan<byte> digits, int count, int exponent)
    {
        public readonly bool Negative = negative;
        public readonly ReadOnlySpan<byte> Digits = digits;
        public readonly int Count = count;
        public readonly int Exponent = exponent;
    }
}
