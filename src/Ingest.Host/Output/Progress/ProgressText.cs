using System.Globalization;

namespace Ingest.Host.Output.Progress;

/// <summary>A snapshot as one line: <c>12/31 units, 84.2k rows/s, 1.3M points/s, 2m 10s left, 3 rejected</c>.</summary>
internal static class ProgressText
{
    private static readonly (double Least, string Suffix)[] Magnitudes = [(1e9, "G"), (1e6, "M"), (1e3, "k")];

    public static string Line(in RunSnapshot snapshot)
    {
        if (snapshot.UnitsPlanned == 0 && snapshot.Cataloging is null)
        {
            return "looking at the source";
        }

        if (snapshot.Cataloging is { } since)
        {
            return $"{snapshot.UnitsDone}/{snapshot.UnitsPlanned} units, telling the catalog since {Span(since)}";
        }

        string failed = snapshot.UnitsFailed == 0 ? "" : $", {snapshot.UnitsFailed} failed";
        string left = snapshot.Remaining is { } remaining ? $", {Span(remaining)} left" : "";
        string rejected = snapshot.Rejected == 0 ? "" : $", {snapshot.Rejected} rejected";
        string rates = $"{Count(snapshot.RowsPerSecond)} rows/s, {Count(snapshot.PointsPerSecond)} points/s";
        return $"{snapshot.UnitsDone}/{snapshot.UnitsPlanned} units{failed}, {rates}{left}{rejected}";
    }

    private static string Count(double value)
    {
        (double least, string suffix) = Magnitudes.FirstOrDefault(magnitude => value >= magnitude.Least, (1, ""));
        return (value / least).ToString(suffix.Length == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + suffix;
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Days}d {span.Hours}h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h {span.Minutes}m"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m {span.Seconds}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0}s"),
    };
}
