using System.Data.Common;
using Ingest.Codec.Columns;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Days since 1970-01-01. What is no date becomes NULL, which is a change.</summary>
internal sealed class DateReader : ColumnReader
{
    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
            return true;
        }

        if (ServerTime.Day(((MySqlDataReader)row).GetMySqlDateTime(ordinal)) is not { } day)
        {
            target.AppendNull();
            return false;
        }

        ((FixedColumn<int>)target).Append(day);
        return true;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) =>
        ServerTime.Parameter(((MySqlDataReader)row).GetMySqlDateTime(ordinal));
}
