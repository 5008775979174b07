using System.Data.Common;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Microseconds since 1970-01-01T00:00:00Z. What is no date becomes NULL, which is a change; so is a
/// wall-clock time that the clock shows twice or never.</summary>
/// <param name="clock">What the source's wall-clock times mean; null: they are UTC.</param>
internal sealed class MicrosReader(WallClock? clock = null) : ColumnReader
{
    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        if (ServerTime.Micros(((MySqlDataReader)row).GetMySqlDateTime(ordinal)) is not { } micros)
        {
            target.AppendNull();
            return false;
        }

        bool isExact = true;
        ((FixedColumn<long>)target).Append(clock?.Instant(micros, out isExact) ?? micros);
        return isExact;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) =>
        ServerTime.Parameter(((MySqlDataReader)row).GetMySqlDateTime(ordinal));
}
