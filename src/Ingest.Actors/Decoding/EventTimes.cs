using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Decoding;

/// <summary>Which event times of a unit are believed.</summary>
public sealed class EventTimes
{
    private readonly EventTimeWindow _window;
    private readonly long _firstMicros;
    private readonly long _lastMicros;
    private readonly bool _hasEnd;

    /// <param name="window">What the table says.</param>
    /// <param name="end">When the unit ends; null: it has no end, or it is not known.</param>
    public EventTimes(EventTimeWindow window, DateTimeOffset? end)
    {
        ArgumentNullException.ThrowIfNull(window);
        _window = window;
        _firstMicros = Dates.Micros(window.From);
        _lastMicros = end is { } known ? Dates.Micros(known + window.Ahead) : Dates.Micros(EventTimeWindow.End) - 1;
        _hasEnd = end is not null;
    }

    /// <summary>What is wrong with one of the times (microseconds since 1970); null when all are believed.</summary>
    public string? Fault(ReadOnlySpan<long> times)
    {
        foreach (long time in times)
        {
            if (time < _firstMicros || time > _lastMicros)
            {
                return Unbelievable(time);
            }
        }

        return null;
    }

    /// <summary>Says the rule and not the clock: a reject's bytes must not depend on when it was made.</summary>
    private string Unbelievable(long micros)
    {
        string time = Dates.Instant(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return (micros < _firstMicros, _hasEnd) switch
        {
            (true, _) => $"event time {time} is before {_window.From:yyyy-MM-dd}",
            (_, true) => $"event time {time} is more than {_window.Ahead:c} after the end of its unit",
            _ => $"event time {time} is not before {EventTimeWindow.End:yyyy-MM-dd}",
        };
    }
}
