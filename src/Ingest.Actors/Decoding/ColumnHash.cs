using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>Puts a keyed hash in the place of each value of a column: the HMAC-SHA-256 (RFC 2104) of its bytes, or of its decimal
/// digits where it is an integer, as 64 lower-case hex digits. NULL stays NULL. Stateless and thread-safe.</summary>
/// <param name="key">The secret.</param>
public sealed class ColumnHash(ReadOnlyMemory<byte> key)
{
    private const int DigitsMax = 32;

    /// <summary>Appends the hash of one row's value, that many times.</summary>
    public void Append(ColumnBuffer source, int row, int times, ColumnBuffer target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.IsNull(row))
        {
            target.AppendNulls(times);
            return;
        }

        Span<byte> digits = stackalloc byte[DigitsMax];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Span, Bytes(source, row, digits), hash);
        Span<char> hex = stackalloc char[2 * HMACSHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(hash, hex, out _);
        for (int i = 0; i < times; i++)
        {
            Encoding.ASCII.GetBytes(hex, ((BytesColumn)target).AppendUninitialized(hex.Length));
        }
    }

    private static ReadOnlySpan<byte> Bytes(ColumnBuffer source, int row, Span<byte> digits) => source switch
    {
        BytesColumn bytes => bytes[row],
        FixedColumn<int> ints => Digits(ints.Values[row], digits),
        FixedColumn<long> longs => Digits(longs.Values[row], digits),
        FixedColumn<decimal> decimals => Digits(decimals.Values[row], digits),
        _ => throw new NotSupportedException($"Values of {source.Type} are not hashed."),
    };

    private static ReadOnlySpan<byte> Digits<T>(T value, Span<byte> digits)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        return digits[..length];
    }
}
