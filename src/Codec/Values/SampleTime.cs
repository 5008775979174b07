using System.Globalization;
using System.Text;

namespace Ingest.Codec.Values;

/// <summary>
/// Times of samples: microseconds since 1970-01-01T00:00:00Z, from what formats say. What is finer than a microsecond is cut off
/// towards the past. A time is one that <see cref="DateTime"/> holds, the years 1 to 9999; any other rejects its payload.
/// </summary>
public static class SampleTime
{
    /// <summary>0001-01-01T00:00:00Z.</summary>
    public const long MicrosMin = -62_135_596_800_000_000;

    /// <summary>9999-12-31T23:59:59.999999Z.</summary>
    public const long MicrosMax = 253_402_300_799_999_999;

    private const int CharsMax = 40;

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd"];

    /// <summary>Microseconds of that many units; a nanosecond is none.</summary>
    public static long MicrosOf(EpochUnit unit) => unit switch
    {
        EpochUnit.Microseconds => 1,
        EpochUnit.Milliseconds => 1_000,
        EpochUnit.Seconds => 1_000_000,
        EpochUnit.Minutes => 60_000_000,
        EpochUnit.Hours => 3_600_000_000,
        EpochUnit.Days => 86_400_000_000,
        _ => 0,
    };

    /// <summary>A time that counts from 1970, or from another time.</summary>
    /// <param name="value">How much.</param>
    /// <param name="unit">Of what.</param>
    /// <param name="baseMicros">The time it counts from, in microseconds since 1970.</param>
    /// <param name="offset">Where it is in the payload, in bytes.</param>
    /// <exception cref="PayloadException">No year from 1 to 9999 has that time.</exception>
    public static long Of(long value, EpochUnit unit, long baseMicros, int offset)
    {
        return TryOf(value, unit, baseMicros, out long micros)
            ? micros
            : throw new PayloadException(
                $"time {value} {Symbol(unit)}{(baseMicros == 0 ? "" : " after its base")} is not in the years 1 to 9999", offset);
    }

    /// <summary>A time that counts from 1970, or from another time.</summary>
    /// <returns>Whether a year from 1 to 9999 has it.</returns>
    internal static bool TryOf(long value, EpochUnit unit, long baseMicros, out long micros)
    {
        long low;
        long high = unit == EpochUnit.Nanoseconds
            ? (low = (value / 1_000) - (value % 1_000 < 0 ? 1 : 0)) >> 63
            : Math.BigMul(value, MicrosOf(unit), out low);
        micros = unchecked(low + baseMicros);
        bool fits = high == low >> 63 && ((low ^ micros) & (baseMicros ^ micros)) >= 0;
        return fits && micros >= MicrosMin && micros <= MicrosMax;
    }

    /// <summary>A time in decimal text or as an exact number: seconds since 1970 with a fraction, say.</summary>
    /// <param name="text">A decimal number (ASCII).</param>
    /// <inheritdoc cref="Of(long, EpochUnit, long, int)"/>
    public static long Of(ReadOnlySpan<byte> text, EpochUnit unit, long baseMicros, int offset)
    {
        if (!EpochNumber.TryMicros(text, unit, out long micros))
        {
            throw new PayloadException($"time '{Encoding.UTF8.GetString(text[..Math.Min(text.Length, CharsMax)])}' is no number of {Symbol(unit)} in the years 1 to 9999", offset);
        }

        return Of(micros, EpochUnit.Microseconds, baseMicros, offset);
    }

    /// <summary>A time in a floating-point number, as its shortest decimal.</summary>
    /// <inheritdoc cref="Of(long, EpochUnit, long, int)"/>
    public static long Of(double value, EpochUnit unit, long baseMicros, int offset)
    {
        Span<byte> text = stackalloc byte[CharsMax];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        return Of(text[..length], unit, baseMicros, offset);
    }

    /// <summary>A time in ISO 8601 or RFC 3339; without a zone it is UTC.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="what">What it is, to begin a sentence with.</param>
    /// <param name="offset">Where it is in the payload, in bytes.</param>
    /// <exception cref="PayloadException">It is no such text.</exception>
    public static long Parse(ReadOnlySpan<byte> utf8, string what, int offset)
    {
        Span<char> text = stackalloc char[CharsMax];
        if (utf8.Length <= CharsMax && Encoding.UTF8.TryGetChars(utf8, text, out int length)
            && DateTimeOffset.TryParseExact(
                text[..length],
                Formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTimeOffset time))
        {
            return (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
                - ((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) % TimeSpan.TicksPerMicrosecond < 0 ? 1 : 0);
        }

        throw new PayloadException(
            $"{what} is '{Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, CharsMax)])}', expected a time such as 2021-01-01T00:00:00Z",
            offset);
    }

    private static string Symbol(EpochUnit unit) => unit switch
    {
        EpochUnit.Nanoseconds => "ns",
        EpochUnit.Microseconds => "µs",
        EpochUnit.Milliseconds => "ms",
        EpochUnit.Seconds => "s",
        EpochUnit.Minutes => "min",
        EpochUnit.Hours => "h",
        _ => "d",
    };
}
