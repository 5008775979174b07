using System.Globalization;
using System.Numerics;

namespace Ingest.Codec.Layout.Building;

/// <summary>An exact fraction, for factors such as 1/16 and 0.01.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    private const int ScaleMax = Channel.PrecisionMax;

    /// <summary>Decimals that it needs; null when it does not end as a decimal, or needs more than 18.</summary>
    public int? Scale
    {
        get
        {
            for (int scale = 0; scale <= ScaleMax; scale++)
            {
                if ((Numerator * BigInteger.Pow(10, scale) % Denominator).IsZero)
                {
                    return scale;
                }
            }

            return null;
        }
    }

    /// <summary>As an integer of that many decimals.</summary>
    public BigInteger Unscaled(int scale) => Numerator * BigInteger.Pow(10, scale) / Denominator;

    public static Rational? Parse(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
        {
            return null;
        }

        return new Rational(new BigInteger(value * Power(value.Scale)), BigInteger.Pow(10, value.Scale)).Reduced();
    }

    public static Rational operator *(Rational left, Rational right) =>
        new Rational(left.Numerator * right.Numerator, left.Denominator * right.Denominator).Reduced();

    public static Rational operator /(Rational left, Rational right) =>
        new Rational(left.Numerator * right.Denominator, left.Denominator * right.Numerator).Reduced();

    private Rational Reduced()
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(Numerator, Denominator) * (Denominator.Sign < 0 ? -1 : 1);
        return common.IsZero ? this : new Rational(Numerator / common, Denominator / common);
    }

    private static decimal Power(int scale)
    {
        decimal power = 1;
        for (int i = 0; i < scale; i++)
        {
            power *= 10;
        }

        return power;
    }
}
