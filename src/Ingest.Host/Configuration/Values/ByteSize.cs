using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Ingest.Host.Configuration.Values;

/// <summary>A number of bytes as the configuration writes it: <c>2MiB</c>, <c>512KiB</c>, <c>1GiB</c> or an integer.</summary>
[TypeConverter(typeof(ParsableConverter<ByteSize>))]
[JsonConverter(typeof(NeverInJson<ByteSize>))]
[SuppressMessage("Design", "CA1036", Justification = "Compared by range checks alone.")]
public readonly record struct ByteSize(long Bytes) : IParsable<ByteSize>, IComparable
{
    /// <summary>What it looks like as text, as a regular expression of the JSON schema.</summary>
    public const string Pattern = @"^\d+ ?(KiB|MiB|GiB)?$";

    private static readonly (string Suffix, long Bytes)[] Units =
    [
        ("GiB", 1L << 30),
        ("MiB", 1L << 20),
        ("KiB", 1L << 10),
        ("", 1),
    ];

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ByteSize result)
    {
        result = default;
        string text = s?.Trim() ?? "";
        (string suffix, long unit) = Units.First(known => text.EndsWith(known.Suffix, StringComparison.Ordinal));
        ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - suffix.Length);
        if (!long.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long count)
            || count > long.MaxValue / unit)
        {
            return false;
        }

        result = new ByteSize(count * unit);
        return true;
    }

    /// <inheritdoc/>
    public static ByteSize Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out ByteSize size)
        ? size
        : throw new FormatException($"'{s}' is not a size such as 2MiB or a number of bytes.");

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is ByteSize other ? Bytes.CompareTo(other.Bytes) : 1;

    /// <summary>In the largest unit that divides it: <c>2MiB</c>.</summary>
    public override string ToString()
    {
        long bytes = Bytes;
        (string suffix, long unit) = bytes == 0 ? Units[^1] : Units.First(known => bytes % known.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit}{suffix}");
    }
}
