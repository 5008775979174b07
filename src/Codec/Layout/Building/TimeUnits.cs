using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Building;

/// <summary>Units of time by the names that a description calls them.</summary>
internal static class TimeUnits
{
    private static readonly Dictionary<string, EpochUnit> Known = new(StringComparer.Ordinal)
    {
        ["ns"] = EpochUnit.Nanoseconds,
        ["us"] = EpochUnit.Microseconds,
        ["ms"] = EpochUnit.Milliseconds,
        ["s"] = EpochUnit.Seconds,
        ["min"] = EpochUnit.Minutes,
        ["h"] = EpochUnit.Hours,
        ["d"] = EpochUnit.Days,
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static EpochUnit? Of(string? name) => name is not null && Known.TryGetValue(name, out EpochUnit unit) ? unit : null;

    /// <summary>Microseconds of <c>10 s</c> or <c>-500 ms</c>.</summary>
    /// <exception cref="LayoutException">It is no duration.</exception>
    public static long Duration(string text, int line, string field)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && int.TryParse(parts[0], out int count) && Of(parts[1]) is { } unit and not EpochUnit.Nanoseconds
            && Int128.Abs((Int128)count * SampleTime.MicrosOf(unit)) <= SampleTime.MicrosMax
            ? count * SampleTime.MicrosOf(unit)
            : throw new LayoutException(line, field, $"expected an earlier field or a duration such as 10 s or -500 ms, not '{text}'");
    }
}
