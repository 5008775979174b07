using System.Globalization;
using System.Numerics;

namespace Ingest.Codec.Values;

/// <summary>
/// A number of units since 1970 in decimal text, as whole microseconds: rounded down, exactly. A double's own arithmetic would be off
/// by some, and a decimal rounds what has more digits than it holds.
/// </summary>
internal static class EpochNumber
{
    /// <summary>So many digits of the largest unit are exact as a decimal, in microseconds too.</summary>
    private const int DecimalDigits = 17;

    /// <summary>More is nobody's time, and takes long to multiply.</summary>
    private const int CharsMax = 1_000;

    /// <returns>False where it is no number, has more than 1,000 characters, or is far beyond the year 9999.</returns>
    public static bool TryMicros(ReadOnlySpan<byte> text, EpochUnit unit, out long micros)
    {
        micros = 0;
        // Beyond these no year up to 9999 is meant, and days could not be made microseconds.
        decimal limit = unit == EpochUnit.Nanoseconds ? 1e21m : 1e18m / Math.Max(1, SampleTime.MicrosOf(unit) / 1_000_000);
        if (text.Length > CharsMax || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) || Math.Abs(value) > limit)
        {
            return false;
        }

        Int128 exact = Digits(text) <= DecimalDigits ? Of(value, text, unit) : OfLong(text, unit);
        micros = exact >= (Int128)SampleTime.MicrosMin * 2 && exact <= (Int128)SampleTime.MicrosMax * 2 ? (long)exact : long.MaxValue;
        return micros != long.MaxValue;
    }

    private static Int128 Of(decimal value, ReadOnlySpan<byte> text, EpochUnit unit)
    {
        decimal exact = decimal.Floor(unit == EpochUnit.Nanoseconds ? value / 1_000 : value * SampleTime.MicrosOf(unit));

        // So close to zero that a decimal does not hold it, and still before it.
        return exact == 0 && IsBelowZero(text) ? -1 : (Int128)exact;
    }

    private static Int128 OfLong(ReadOnlySpan<byte> text, EpochUnit unit)
    {
        ReadOnlySpan<byte> mantissa = Mantissa(text);
        int point = mantissa.IndexOf((byte)'.');
        BigInteger digits = BigInteger.Zero;
        int fraction = 0;
        for (int i = 0; i < mantissa.Length; i++)
        {
            if (char.IsAsciiDigit((char)mantissa[i]))
            {
                digits = (digits * 10) + (mantissa[i] - '0');
                fraction += point >= 0 && i > point ? 1 : 0;
            }
        }

        // The power of ten that the digits stand for; one this low leaves less than a microsecond of them.
        long power = Exponent(text) - fraction;
        if (digits.IsZero || power < -2 * CharsMax)
        {
            return IsBelowZero(text) ? -1 : 0;
        }

        // What has a power above zero is within the limit, which has few zeros.
        BigInteger scaled = digits * (unit == EpochUnit.Nanoseconds ? 1 : SampleTime.MicrosOf(unit)) * BigInteger.Pow(10, (int)Math.Max(0, power));
        BigInteger divisor = BigInteger.Pow(10, (int)Math.Max(0, -power)) * (unit == EpochUnit.Nanoseconds ? 1_000 : 1);
        BigInteger whole = BigInteger.DivRem(scaled, divisor, out BigInteger rest);
        return (Int128)(IsBelowZero(text) ? -whole - (rest.IsZero ? 0 : 1) : whole);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int digits = 0;
        foreach (byte character in Mantissa(text))
        {
            digits += char.IsAsciiDigit((char)character) ? 1 : 0;
        }

        return digits;
    }

    /// <summary>Whether it is not zero and has a sign.</summary>
    private static bool IsBelowZero(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> mantissa = Mantissa(text);
        return mantissa.Contains((byte)'-') && mantissa.ContainsAnyInRange((byte)'1', (byte)'9');
    }

    private static ReadOnlySpan<byte> Mantissa(ReadOnlySpan<byte> text)
    {
        int exponent = text.IndexOfAny((byte)'e', (byte)'E');
        return exponent < 0 ? text : text[..exponent];
    }

    /// <summary>0 without one; one that no integer holds as the lowest, since such numbers are within the limit.</summary>
    private static long Exponent(ReadOnlySpan<byte> text)
    {
        int exponent = text.IndexOfAny((byte)'e', (byte)'E');
        return exponent < 0 ? 0
            : int.TryParse(text[(exponent + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out int power) ? power : int.MinValue;
    }
}
