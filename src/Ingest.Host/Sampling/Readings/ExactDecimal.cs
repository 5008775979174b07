using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ingest.Host.Sampling.Readings;

/// <summary>
/// Reads decimal text (<c>23.7</c>, <c>-.5</c>, <c>1e-3</c>) to an unscaled integer, exactly: through binary floating point
/// 0.00476416302416414 would become another number. Zeros that end a fraction are no decimals.
/// </summary>
internal static class ExactDecimal
{
    // Beyond this an exponent means too many digits or decimals whatever it is exactly.
    private const int ExponentMax = 100_000;

    private static readonly SearchValues<char> MantissaChars = SearchValues.Create("0123456789.");

    /// <param name="text">White space around it is passed over.</param>
    /// <param name="scale">Decimals of the result.</param>
    /// <param name="precision">The most digits of the result, 1 to 18.</param>
    /// <param name="round">Whether further decimals are rounded, a half away from zero.</param>
    /// <param name="unscaled">The number times 10^scale.</param>
    /// <param name="fault">Why there is none, to follow the text.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, int scale, int precision, bool round, out long unscaled, [NotNullWhen(false)] out string? fault)
    {
        unscaled = 0;
        fault = null;
        if (!TryRead(text.Trim(), out Number number))
        {
            fault = "is no decimal number";
            return false;
        }

        if (number.Digits.IsEmpty)
        {
            return true;
        }

        int decimals = Math.Max(0, -number.Exponent);
        if (decimals > scale && !round)
        {
            fault = $"has {decimals} decimals, its channel's Scale is {scale}; raise Scale or pass --round";
            return false;
        }

        if (number.Count + number.Exponent + scale > precision || !TryScale(number, scale, precision, out unscaled))
        {
            fault = $"needs more digits with Scale {scale} than its channel's Precision of {precision}; raise Precision or lower Scale";
            return false;
        }

        return true;
    }

    private static bool TryScale(Number number, int scale, int precision, out long unscaled)
    {
        int shift = number.Exponent + scale;
        int kept = number.Count + Math.Min(shift, 0);
        long value = 0;
        int seen = 0;
        foreach (char digit in number.Digits)
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
        return value.ToString(CultureInfo.InvariantCulture).Length <= precision;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out Number number)
    {
        number = default;
        bool negative = text is ['-', ..];
        ReadOnlySpan<char> rest = text is ['-' or '+', ..] ? text[1..] : text;
        int e = rest.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = e < 0 ? rest : rest[..e];
        int exponent = 0;
        if (e >= 0 && !TryReadExponent(rest[(e + 1)..], out exponent))
        {
            return false;
        }

        int point = mantissa.IndexOf('.');
        int digitCount = mantissa.Length - (point < 0 ? 0 : 1);
        if (digitCount == 0
            || mantissa.ContainsAnyExcept(MantissaChars)
            || mantissa.Count('.') > 1)
        {
            return false;
        }

        int decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        int last = mantissa.LastIndexOfAnyInRange('1', '9');
        if (last < 0)
        {
            return true;
        }

        // From the first digit that is not zero to the last one.
        int first = mantissa.IndexOfAnyInRange('1', '9');
        ReadOnlySpan<char> digits = mantissa[first..(last + 1)];
        int dropped = mantissa[(last + 1)..].Length - mantissa[(last + 1)..].Count('.');
        number = new Number(negative, digits, digits.Length - digits.Count('.'), exponent - decimals + dropped);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        ReadOnlySpan<char> digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (char digit in digits)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentMax);
        }

        exponent = text[0] == '-' ? -exponent : exponent;
        return true;
    }

    /// <summary>Digits, one point perhaps among them, times 10^exponent. No digits: zero.</summary>
    private readonly ref struct Number(bool negative, ReadOnlySpan<char> digits, int count, int exponent)
    {
        public readonly bool Negative = negative;
        public readonly ReadOnlySpan<char> Digits = digits;
        public readonly int Count = count;
        public readonly int Exponent = exponent;
    }
}
