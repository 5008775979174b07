using System.Globalization;

namespace Ingest.Actors.Units;

/// <summary>
/// Which rows of a table belong to a unit: those of one UTC day, of one block of keys, or all. Its name is the unit's.
/// </summary>
public abstract record UnitInterval
{
    private UnitInterval()
    {
    }

    /// <summary>The unit's name: <c>20210101</c>, <c>k000042</c> or <c>all</c>. Sorts as the intervals do.</summary>
    public abstract string Name { get; }

    public static UnitInterval Whole { get; } = new All();

    public static Day Of(DateOnly date) => new(date);

    /// <summary>The interval of a name, or null when it is none.</summary>
    public static UnitInterval? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == Whole.Name)
        {
            return Whole;
        }

        return Dates.TryParse(name, out DateOnly date) && name.Length == 8 ? Of(date) : null;
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>All rows whose time lies in one UTC day.</summary>
    public sealed record Day(DateOnly Date) : UnitInterval
    {
        public override string Name => Date.ToString(Dates.Compact, CultureInfo.InvariantCulture);

        /// <summary>The first microsecond of the day since 1970-01-01T00:00:00Z.</summary>
        public long StartMicros => Dates.Micros(Date);

        /// <summary>The first microsecond after the day.</summary>
        public long EndMicros => StartMicros + Dates.MicrosPerDay;
    }

    /// <summary>All rows of the table.</summary>
    public sealed record All : UnitInterval
    {
        public override string Name => "all";
    }
}
