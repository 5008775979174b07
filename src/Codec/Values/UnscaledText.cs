using System.Globalization;

namespace Ingest.Codec.Values;

/// <summary>Decimals of a known scale as text, and as the integer that the text without its point is.</summary>
public static class UnscaledText
{
    /// <summary>The number times 10^scale.</summary>
    /// <param name="text">Digits, a sign before them, a point among them; no more decimals than the scale.</param>
    /// <param name="scale">Decimals of the result.</param>
    /// <exception cref="FormatException">The text is another.</exception>
    /// <exception cref="OverflowException">The result has too many digits.</exception>
    public static Int128 Parse(ReadOnlySpan<char> text, int scale)
    {
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> decimals = point < 0 ? default : text[(point + 1)..];
        if (decimals.Length > scale || decimals.ContainsAnyExceptInRange('0', '9'))
        {
            throw new FormatException($"'{text}' is no decimal of scale {scale}.");
        }

        // The whole part may be -0, which has lost its sign once it is a number.
        bool negative = whole is ['-', ..];
        Int128 unscaled = Int128.Parse(negative ? whole[1..] : whole, NumberStyles.None, CultureInfo.InvariantCulture);
        for (int i = 0; i < scale; i++)
        {
            unscaled = checked((unscaled * 10) + (i < decimals.Length ? decimals[i] - '0' : 0));
        }

        return negative ? -unscaled : unscaled;
    }

    /// <summary>As many decimals as the scale says.</summary>
    public static string Of(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled < 0 ? "-" + text : text;
    }
}
