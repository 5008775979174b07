using System.Data.Common;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>Moves the values of one type from a result set into a column: one object a type, no object a value. Stateless.</summary>
internal abstract class ColumnReader
{
    /// <summary>Appends the current row's value, null or not.</summary>
    /// <returns>Whether the column now holds exactly what the source does; false where a rule had to change the value.</returns>
    /// <exception cref="ColumnValueException">The value is not of the column's type.</exception>
    public abstract bool Append(DbDataReader row, int ordinal, ColumnBuffer target);

    /// <summary>The current row's value as a parameter that compares with the column as it is in the source.</summary>
    /// <exception cref="ColumnValueException">There is no such parameter.</exception>
    public abstract object Parameter(DbDataReader row, int ordinal);
}

/// <summary>Reads values of a fixed width.</summary>
internal abstract class FixedReader<T> : ColumnReader
    where T : unmanaged
{
    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        if (row.IsDBNull(ordinal))
        {
            target.AppendNull();
        }
        else
        {
            ((FixedColumn<T>)target).Append(Value(row, ordinal));
        }

        return true;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal) => Value(row, ordinal);

    /// <summary>The current row's value, which is not null.</summary>
    protected abstract T Value(DbDataReader row, int ordinal);
}

/// <summary>A value that is not of its column's type.</summary>
/// <param name="reason">To follow the column's name: "holds text where an integer is declared".</param>
internal sealed class ColumnValueException(string reason) : Exception(reason);
