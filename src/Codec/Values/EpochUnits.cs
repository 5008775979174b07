namespace Ingest.Codec.Values;

/// <summary>Units of time by the names that configurations and descriptions call them.</summary>
public static class EpochUnits
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

    /// <summary>The known names, from the finest unit on.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The unit of a name; null when it names none.</summary>
    public static EpochUnit? Of(string? name) => name is not null && Known.TryGetValue(name, out EpochUnit unit) ? unit : null;
}
