using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Actors.Planning;

/// <summary>The days of a table: those that the source has rows of, those that the lake has records of, and today.</summary>
/// <param name="Spread">What the source says.</param>
/// <param name="Recorded">Days with a record, rising.</param>
/// <param name="Today">By the source's clock, UTC.</param>
/// <param name="Beginning">The first day that can be a unit.</param>
internal sealed record TableDays(TimeSpread Spread, IReadOnlyList<DateOnly> Recorded, DateOnly Today, DateOnly Beginning)
{
    private DateOnly? First => Spread.First is { } first ? Later(first, Beginning) : null;

    /// <summary>The last day with rows, but none after tomorrow: a clock that is wrong by years makes no years of units.</summary>
    private DateOnly? Last => Spread.Last is { } last ? Earlier(last, Today.AddDays(1)) : null;

    /// <summary>Days of [from, to), newest first; of those without a limit, the source's and the lake's.</summary>
    public IEnumerable<UnitInterval> Between(DateOnly? from, DateOnly? to)
    {
        SortedSet<DateOnly> days = [.. Recorded.Where(day => (from is null || day >= from) && (to is null || day < to))];
        if (First is { } first && Last is { } last)
        {
            days.UnionWith(Range(Later(first, from ?? first), last).Where(day => to is null || day < to));
        }

        return days.Reverse().Select(UnitInterval.Of);
    }

    /// <summary>Days that a routine run compares: from so long ago until today, or tomorrow when it has rows already.</summary>
    public IEnumerable<DateOnly> Lookback(TimeSpan lookback) =>
        Range(Later(Today.AddDays(-(int)Math.Ceiling(lookback.TotalDays)), Beginning), Last > Today ? Last.Value : Today);

    /// <summary>Days since the oldest recorded one that have no record, as far as the source has rows: old readings that ended
    /// long ago leave no years of empty units until today.</summary>
    public IEnumerable<DateOnly> Gaps() =>
        Recorded.Count > 0 && First is { } first && Last is { } last
            ? Range(Later(Recorded[0], first), Earlier(last, Today)).Except(Recorded)
            : [];

    /// <summary>Whether a day can be asked for by name: the source or the lake has something of it, or may soon.</summary>
    public bool Has(DateOnly day) =>
        Recorded.Contains(day) || day == Today || (First is { } first && Last is { } last && day >= first && day <= last);

    /// <summary>The days with rows, for people.</summary>
    public string Text() => First is { } first && Last is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"rows from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}")
        : "no rows";

    /// <summary>How many days between the source's first and last have no record and are not among those given.</summary>
    public int NeverSeen(IReadOnlySet<DateOnly> units) =>
        First is { } first && Last is { } last
            ? Range(first, last).Except(Recorded).Count(day => !units.Contains(day))
            : 0;

    /// <summary>What an operator should know of rows that belong to no unit.</summary>
    public IReadOnlyList<string> Warnings(TableSpec table)
    {
        List<string> warnings = [];
        string column = table.Time!.Column;
        if (Spread.RowsWithoutTime > 0)
        {
            warnings.Add($"Table {table.Name}: {Spread.RowsWithoutTime} rows have no {column} (NULL); they belong to no unit and are not in the lake.");
        }

        if (Spread.First < Beginning)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"Table {table.Name}: there are rows before {Beginning:yyyy-MM-dd} (EventTime.From), the oldest of {Spread.First:yyyy-MM-dd}; they belong to no unit and are not in the lake."));
        }

        if (Spread.Last > Today.AddDays(1))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"Table {table.Name}: there are rows whose {column} lies in the future, the last on {Spread.Last:yyyy-MM-dd}; they are taken when their day comes."));
        }

        return warnings;
    }

    private static IEnumerable<DateOnly> Range(DateOnly first, DateOnly last)
    {
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;
}
