using System.Globalization;
using System.Text.RegularExpressions;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>Days that Athena computes instead of looking them up.</summary>
/// <param name="From">The first, as paths write it.</param>
/// <param name="DaysAhead">The last is as many days after the day of the query.</param>
public sealed partial record ProjectedRange(string From, int DaysAhead)
{
    /// <summary>All of a table's days, and those that may come until somebody looks again.</summary>
    public static ProjectedRange Of(LakeTable table, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<string> days = table.Partitions ?? [];
        string from = days.Count > 0 ? days[0] : today.ToString(Dates.Compact, CultureInfo.InvariantCulture);
        return new ProjectedRange(from, Math.Max(table.DaysAhead, days.Count > 0 ? Ahead(days[^1], today) : 0));
    }

    /// <summary>Whether a day is among them.</summary>
    public bool Covers(string day, DateOnly today) =>
        string.CompareOrdinal(day, From) >= 0 && Ahead(day, today) <= DaysAhead;

    /// <summary>Both, as wide as the wider.</summary>
    public ProjectedRange Or(ProjectedRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ProjectedRange(
            string.CompareOrdinal(From, other.From) <= 0 ? From : other.From, Math.Max(DaysAhead, other.DaysAhead));
    }

    /// <summary>As the property <c>projection.date.range</c> writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From},NOW+{DaysAhead}DAYS");

    /// <summary>The other way round; null where it says something else.</summary>
    public static ProjectedRange? Parse(string? text)
    {
        Match range = Written().Match(text ?? "");
        return range.Success
            ? new ProjectedRange(
                range.Groups["from"].Value,
                range.Groups["ahead"].Success ? int.Parse(range.Groups["ahead"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0)
            : null;
    }

    [GeneratedRegex(@"\A(?<from>[0-9]{8}),NOW(\+(?<ahead>[0-9]{1,5})DAYS?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();

    private static int Ahead(string day, DateOnly today) =>
        Dates.TryParse(day, out DateOnly date) ? date.DayNumber - today.DayNumber : int.MaxValue;
}
