using System.Data.Common;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Days since 1970-01-01. <see cref="ServerCalendar.NoDay"/> becomes NULL, which is a change.</summary>
internal sealed class DateReader : FixedReader<int>
{
    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        int day = row.GetInt32(ordinal);
        if (day == ServerCalendar.NoDay)
        {
            target.AppendNull();
            return false;
        }

        ((FixedColumn<int>)target).Append(ServerCalendar.Day(day));
        return true;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) => Value(row, ordinal) is var day && day >= MicrosReader.DayMin
        ? DateTime.UnixEpoch.AddDays(day)
        : throw new ColumnValueException(MicrosReader.TooEarly);

    /// <inheritdoc/>
    protected override int Value(DbDataReader row, int ordinal) => row.GetInt32(ordinal);
}
