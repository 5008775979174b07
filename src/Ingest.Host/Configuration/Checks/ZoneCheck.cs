using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Configuration.Checks;

/// <summary>A time zone by the name that the IANA database has for it.</summary>
internal static class ZoneCheck
{
    /// <returns>Null for UTC, and when it is wrong.</returns>
    public static WallClock? Check(string path, string name, ErrorList errors)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
        {
            return zone.HasIanaId && zone.Id != "UTC" ? new WallClock(zone) : null;
        }

        string advice = Spelling.Nearest(name, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id)) is { } nearest
            ? $", did you mean {nearest}?"
            : "; names are such as Europe/Berlin, and come with the package tzdata";
        errors.Add(path, $"this machine knows no time zone '{name}'{advice}");
        return null;
    }
}
