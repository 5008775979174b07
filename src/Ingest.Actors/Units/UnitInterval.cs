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

    /// <summary>Intervals of one table from the oldest to the newest: days by date, blocks by number, which their names do not
    /// tell.</summary>
    public static IComparer<UnitInterval> Order { get; } = Comparer<UnitInterval>.Create((left, right) =>
        left is Block one && right is Block other ? one.Number.CompareTo(other.Number) : string.CompareOrdinal(left.Name, right.Name));

    /// <summary>The unit's name: <c>20210101</c>, <c>k000042</c> or <c>all</c>.</summary>
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

        return Block.Parse(name)
            ?? (Dates.TryParse(name, out DateOnly date) && name.Length == 8 ? Of(date) : (UnitInterval?)null);
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

    /// <summary>All rows whose key divided by <see cref="TableSpec.KeyBlock"/>, rounded down, is one number: keys from -1 down
    /// have negative ones.</summary>
    public sealed record Block(long Number) : UnitInterval
    {
        private const string Mark = "k";

        /// <summary><c>k000042</c>; <c>k-000001</c> for the keys just below zero.</summary>
        public override string Name => Mark + Number.ToString("D6", CultureInfo.InvariantCulture);

        /// <summary>The block that a key lies in.</summary>
        public static Block Of(Int128 key, long size) =>
            new((long)((key / size) - (Int128.IsNegative(key % size) ? Int128.One : Int128.Zero)));

        /// <summary>The lowest key that the block can have.</summary>
        public Int128 Start(long size) => (Int128)Number * size;

        /// <summary>The lowest key above the block.</summary>
        public Int128 End(long size) => Start(size) + size;

        /// <summary>The block of a name, or null when it is none; a block has one name only.</summary>
        internal static new Block? Parse(string name) =>
            name.StartsWith(Mark, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(Mark.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && new Block(number) is var block && block.Name == name
                ? block
                : null;
    }

    /// <summary>All rows of the table.</summary>
    public sealed record All : UnitInterval
    {
        public override string Name => "all";
    }
}
