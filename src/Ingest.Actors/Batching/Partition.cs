using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Batching;

/// <summary>What one object of a unit holds: the samples of one event date, the rows of a copied table, or rejects.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Date">The event date; of copied rows and of rejects the unit's own day, null for rejects of a block; null where there
/// are no partitions.</param>
public readonly record struct Partition(PartitionKind Kind, DateOnly? Date) : IComparable<Partition>
{
    /// <summary>What a table's name and path get appended for its rejects.</summary>
    public const string RejectsSuffix = "_rejects";

    /// <summary>How Hive, Athena, Spark and DuckDB write a partition whose value is NULL.</summary>
    private const string NoDate = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Where the rows of a unit lie that are not late.</summary>
    public static Partition Main(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new Partition(PartitionKind.Data, (unit.Interval as UnitInterval.Day)?.Date);
    }

    /// <inheritdoc/>
    public int CompareTo(Partition other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : Nullable.Compare(Date, other.Date);

    /// <summary>The object's key in the lake: <c>path/date=20210101/data.parquet</c> when the unit is that day,
    /// <c>path/date=20210101/&lt;unit&gt;.parquet</c> otherwise; rejects under <c>path_rejects</c>, those of a block, which has no
    /// day, where their date is NULL.</summary>
    public string Key(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string path = Kind == PartitionKind.Rejects ? unit.Table.Path + RejectsSuffix : unit.Table.Path;
        if (Kind == PartitionKind.Rejects && unit.Interval is UnitInterval.Block)
        {
            return $"{path}/{LakeSchema.PartitionColumn}={NoDate}/{unit.Name}.parquet";
        }

        if (Date is not { } date)
        {
            return $"{path}/{(unit.Interval is UnitInterval.All ? "data" : unit.Name)}.parquet";
        }

        string file = unit.Interval is UnitInterval.Day day && day.Date == date ? "data" : unit.Name;
        return $"{path}/{LakeSchema.PartitionColumn}={date.ToString(Dates.Compact, CultureInfo.InvariantCulture)}/{file}.parquet";
    }

    public static bool operator <(Partition left, Partition right) => left.CompareTo(right) < 0;

    public static bool operator >(Partition left, Partition right) => left.CompareTo(right) > 0;

    public static bool operator <=(Partition left, Partition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Partition left, Partition right) => left.CompareTo(right) >= 0;
}

public enum PartitionKind
{
    Data,
    Rejects,
}
