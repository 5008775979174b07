using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ingest.Host.Running;

/// <summary>A part of every day in which units may be begun, by a wall clock: <c>01:00-05:00</c>, or over midnight
/// <c>22:00-04:00</c>.</summary>
/// <param name="Opens">The first minute.</param>
/// <param name="Closes">The minute after the last.</param>
public sealed record DailyWindow(TimeOnly Opens, TimeOnly Closes)
{
    private const string Format = "HH:mm";
    private const string Midnight = "24:00";

    /// <returns>False when it is none; a window that closes when it opens is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out DailyWindow? window)
    {
        ArgumentNullException.ThrowIfNull(text);
        window = null;
        if (text.Split('-') is [var opens, var closes] && TryTime(opens, out TimeOnly from)
            && TryTime(closes == Midnight ? "00:00" : closes, out TimeOnly to) && from != to)
        {
            window = new DailyWindow(from, to);
        }

        return window is not null;
    }

    /// <summary>How long until it opens; zero while it is open.</summary>
    public TimeSpan UntilOpen(TimeOnly now) => now.IsBetween(Opens, Closes) ? TimeSpan.Zero : Opens - now;

    /// <summary>How long until it closes, while it is open.</summary>
    public TimeSpan UntilClosed(TimeOnly now) => Closes - now;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Opens.ToString(Format, CultureInfo.InvariantCulture)}-{Closes.ToString(Format, CultureInfo.InvariantCulture)}");

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
