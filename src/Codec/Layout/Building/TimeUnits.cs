using Ingest.Codec.Values;

namespace Ingest.Codec.Layout.Building;

/// <summary>Durations as a description writes them.</summary>
internal static class TimeUnits
{
    /// <summary>Microseconds of <c>10 s</c> or <c>-500 ms</c>.</summary>
    /// <exception cref="LayoutException">It is no duration.</exception>
    public static long Duration(string text, int line, string field)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && int.TryParse(parts[0], out int count) && EpochUnits.Of(parts[1]) is { } unit and not EpochUnit.Nanoseconds
            && Int128.Abs((Int128)count * SampleTime.MicrosOf(unit)) <= SampleTime.MicrosMax
            ? count * SampleTime.MicrosOf(unit)
            : throw new LayoutException(line, field, $"expected an earlier field or a duration such as 10 s or -500 ms, not '{text}'");
    }
}
