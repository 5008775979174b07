using System.Globalization;

namespace Ingest.Codec.CayenneLpp;

/// <summary>One number in the data of a type: an integer, highest byte first, times <paramref name="Factor"/> over
/// 10^<paramref name="Decimals"/>.</summary>
/// <param name="Name">Which of several it is; null where the type has one only.</param>
/// <param name="Bytes">Its length, 1 to 4.</param>
/// <param name="IsSigned">Two's complement, or not negative.</param>
/// <param name="Decimals">Decimals of its resolution.</param>
/// <param name="Factor">Steps of the last decimal that it counts.</param>
internal sealed record LppPart(string? Name, int Bytes, bool IsSigned, int Decimals, int Factor = 1)
{
    /// <summary>Characters of the longest number.</summary>
    public const int CharsMax = 16;

    /// <param name="data">Begins with the part's bytes.</param>
    public long Read(ReadOnlySpan<byte> data)
    {
        long value = IsSigned && (data[0] & 0x80) != 0 ? -1 : 0;
        foreach (byte next in data[..Bytes])
        {
            value = (value << 8) | next;
        }

        return value * Factor;
    }

    /// <summary>Writes the number with its decimals, such as -4.1.</summary>
    /// <returns>Bytes written.</returns>
    public int Format(long value, Span<byte> text)
    {
        long one = 1;
        for (int i = 0; i < Decimals; i++)
        {
            one *= 10;
        }

        int length = 0;
        if (value < 0)
        {
            text[length++] = (byte)'-';
        }

        (long whole, long fraction) = Math.DivRem(Math.Abs(value), one);
        whole.TryFormat(text[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
        if (Decimals > 0)
        {
            text[length++] = (byte)'.';
            for (int i = Decimals - 1; i >= 0; i--, fraction /= 10)
            {
                text[length + i] = (byte)('0' + (fraction % 10));
            }

            length += Decimals;
        }

        return length;
    }
}
