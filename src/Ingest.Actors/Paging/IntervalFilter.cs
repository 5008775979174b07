using System.Data.Common;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The condition that picks an interval's rows, on the time column or the key as it is, so that an index on it can be
/// used.</summary>
internal static class IntervalFilter
{
    private const string Start = "@start";
    private const string End = "@end";

    /// <summary>The condition, or null for all rows.</summary>
    public static string? Sql(SourceTable table, UnitInterval interval, SqlDialect dialect)
    {
        if (interval is UnitInterval.All)
        {
            return null;
        }

        (string? from, string? to) = interval is UnitInterval.Block block
            ? Sql(table, block, dialect)
            : Sql(table, dialect, asFilter: false);
        return string.Join(" AND ", new[] { from, to }.OfType<string>());
    }

    /// <summary>The two halves of a block's condition; null where its keys have no such bound.</summary>
    public static (string? From, string? To) Sql(SourceTable table, UnitInterval.Block block, SqlDialect dialect) =>
        KeyBounds.Of(table, block, dialect).Sql(Start, End);

    /// <summary>The two halves of a day's condition.</summary>
    /// <param name="asFilter">Written so that no index is chosen for it.</param>
    public static (string From, string To) Sql(SourceTable table, SqlDialect dialect, bool asFilter)
    {
        SourceColumn time = table.Time
            ?? throw new ArgumentException($"'{table.Spec.Name}' has no time column, so its only unit is all of it.", nameof(table));
        string column = dialect.Quote(time.Name);
        column = asFilter ? dialect.Filter(column) : column;
        return ($"{column} >= {Start}", $"{column} < {End}");
    }

    public static void BindInterval(this DbCommand command, SourceTable table, UnitInterval interval, SqlDialect dialect)
    {
        if (interval is UnitInterval.Day day)
        {
            command.Bind(Start, Bound(day.Date));
            command.Bind(End, Bound(day.Date.AddDays(1)));
        }
        else if (interval is UnitInterval.Block block)
        {
            KeyBounds.Of(table, block, dialect).Bind(command, Start, End);
        }

        object Bound(DateOnly date) => table.Spec.Time!.As switch
        {
            TimeEncoding.Datetime when table.Time!.Clock is { } clock => Dates.Instant(clock.FirstAt(Dates.Micros(date))).DateTime,
            TimeEncoding.Datetime => dialect.DayParameter(date),
            TimeEncoding encoding => Dates.Micros(date) / MicrosPer(encoding),
        };
    }

    /// <summary>Microseconds of one unit of an epoch.</summary>
    public static long MicrosPer(TimeEncoding encoding) => encoding switch
    {
        TimeEncoding.EpochS => 1_000_000,
        TimeEncoding.EpochMs => 1_000,
        TimeEncoding.EpochUs => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Not an epoch."),
    };

    /// <summary>Sets a parameter, adding it the first time.</summary>
    public static void Bind(this DbCommand command, string name, object value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value;
            return;
        }

        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
