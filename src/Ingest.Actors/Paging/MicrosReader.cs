using System.Data.Common;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Microseconds since 1970-01-01T00:00:00Z. <see cref="ServerCalendar.NoMicros"/> becomes NULL, which is a
/// change.</summary>
/// <param name="clock">What the source's wall-clock times mean; null: they are UTC.</param>
internal sealed class MicrosReader(WallClock? clock = null) : FixedReader<long>
{
    /// <summary>To follow the column's name.</summary>
    public const string TooEarly = "holds a date before the year 1, so that no page can begin after it,";

    /// <summary>The first day that a parameter can name.</summary>
    public static readonly int DayMin = (int)(Dates.Micros(DateOnly.MinValue) / Dates.MicrosPerDay);

    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        long micros = row.GetInt64(ordinal);
        if (micros == ServerCalendar.NoMicros)
        {
            target.AppendNull();
            return false;
        }

        micros = ServerCalendar.Micros(micros);
        ((FixedColumn<long>)target).Append(clock?.Instant(micros) ?? micros);
        return true;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) => Value(row, ordinal) is var micros && micros >= DayMin * Dates.MicrosPerDay
        ? Dates.Instant(micros).DateTime
        : throw new ColumnValueException(TooEarly);

    /// <inheritdoc/>
    protected override long Value(DbDataReader row, int ordinal) => row.GetInt64(ordinal);
}
