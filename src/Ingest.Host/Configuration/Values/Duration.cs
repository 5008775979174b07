using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Ingest.Host.Configuration.Values;

/// <summary>A span of time as the configuration writes it: <c>7d</c>, <c>12h</c>, <c>15m</c>, <c>10s</c>, <c>250ms</c> or
/// <c>00:15:00</c>. Never negative.</summary>
[TypeConverter(typeof(ParsableConverter<Duration>))]
[JsonConverter(typeof(NeverInJson<Duration>))]
[SuppressMessage("Design", "CA1036", Justification = "Compared by range checks alone.")]
public readonly record struct Duration(TimeSpan Value) : IParsable<Duration>, IComparable
{
    /// <summary>What it looks like, as a regular expression of the JSON schema.</summary>
    public const string Pattern = @"^(\d+(ms|s|m|h|d)|(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?)$";

    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Duration result)
    {
        result = default;
        string text = s?.Trim() ?? "";
        if (text.Contains(':', StringComparison.Ordinal))
        {
            bool clock = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero;
            result = new Duration(span);
            return clock;
        }

        foreach ((string suffix, long ticks) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && TryCount(text.AsSpan(0, text.Length - suffix.Length), out int count)
                && count <= TimeSpan.MaxValue.Ticks / ticks)
            {
                result = new Duration(TimeSpan.FromTicks(count * ticks));
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public static Duration Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Duration duration)
        ? duration
        : throw new FormatException($"'{s}' is not a duration such as 7d, 15m, 10s or 00:15:00.");

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is Duration other ? Value.CompareTo(other.Value) : 1;

    /// <summary>In the largest unit that divides it: <c>15m</c>.</summary>
    public override string ToString()
    {
        long ticks = Value.Ticks;
        (string suffix, long unit) = ticks == 0 ? Units[1] : Units.LastOrDefault(known => ticks % known.Ticks == 0);
        return unit == 0
            ? Value.ToString("c", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{ticks / unit}{suffix}");
    }

    private static bool TryCount(ReadOnlySpan<char> digits, out int count) =>
        int.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out count);
}
