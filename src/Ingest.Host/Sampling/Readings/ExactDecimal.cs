using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ingest.Codec.Values;

namespace Ingest.Host.Sampling.Readings;

/// <summary>Reads decimal text of a file (<c>23.7</c>, <c>-.5</c>, <c>1e-3</c>) to an unscaled integer, exactly.</summary>
internal static class ExactDecimal
{
    /// <param name="text">White space around it is passed over.</param>
    /// <param name="scale">Decimals of the result.</param>
    /// <param name="precision">The most digits of the result, 1 to 18.</param>
    /// <param name="round">Whether further decimals are rounded, a half away from zero.</param>
    /// <param name="unscaled">The number times 10^scale.</param>
    /// <param name="fault">Why there is none, to follow the text.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, int scale, int precision, bool round, out long unscaled, [NotNullWhen(false)] out string? fault)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        int bytes = Encoding.UTF8.GetByteCount(trimmed);
        Span<byte> utf8 = bytes <= 256 ? stackalloc byte[bytes] : new byte[bytes];
        Encoding.UTF8.GetBytes(trimmed, utf8);
        fault = DecimalText.Parse(utf8, scale, precision, round, out unscaled) switch
        {
            DecimalFault.None => null,
            DecimalFault.Decimals => $"has {DecimalText.Decimals(utf8)} decimals, its channel's Scale is {scale}; raise Scale or pass --round",
            DecimalFault.Digits =>
                $"needs more digits with Scale {scale} than its channel's Precision of {precision}; raise Precision or lower Scale",
            _ => "is no decimal number",
        };
        return fault is null;
    }
}
