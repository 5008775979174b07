using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Host.Sampling.Readings;

/// <summary>
/// Reads times as text: <c>2021-01-01 12:00:00</c>, with a T or up to six decimals or without seconds, in a zone; or with
/// an offset or Z of their own. A local time that a change of clocks leaves out, or lets happen twice, is refused.
/// </summary>
internal sealed class LocalClock
{
    private static readonly string[] Local =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm",
    ];

    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFK", "yyyy-MM-ddTHH:mm:ss.FFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddTHH:mmK",
    ];

    private readonly TimeZoneInfo _zone;

    private LocalClock(TimeZoneInfo zone) => _zone = zone;

    /// <param name="zone">UTC, or a name of the IANA time zone database: <c>Europe/Berlin</c>.</param>
    /// <exception cref="IngestException">There is no such zone here.</exception>
    public static LocalClock In(string zone)
    {
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
            ? new LocalClock(found)
            : throw IngestException.Permanent(
                $"The time zone {zone} is not known here: give an IANA name such as Europe/Berlin, or install tzdata.");
    }

    /// <param name="text">White space around it is passed over.</param>
    /// <param name="micros">Since 1970-01-01T00:00:00Z.</param>
    /// <param name="fault">Why there is none, to follow the text.</param>
    public bool TryParse(ReadOnlySpan<char> text, out long micros, [NotNullWhen(false)] out string? fault)
    {
        micros = 0;
        fault = null;
        ReadOnlySpan<char> trimmed = text.Trim();
        if (DateTime.TryParseExact(trimmed, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            fault = _zone.IsInvalidTime(local) ? $"does not exist in {_zone.Id}, where clocks were put forward"
                : _zone.IsAmbiguousTime(local) ? $"happened twice in {_zone.Id}, where clocks were put back; write it with its offset"
                : null;
            micros = fault is null ? Dates.Micros(new DateTimeOffset(local, _zone.GetUtcOffset(local))) : 0;
        }
        else if (DateTimeOffset.TryParseExact(
            trimmed, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant))
        {
            micros = Dates.Micros(instant);
        }
        else
        {
            fault = "is no time such as 2021-01-01 12:00:00 or 2021-01-01T12:00:00Z";
        }

        return fault is null;
    }
}
