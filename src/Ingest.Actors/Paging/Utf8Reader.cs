using System.Data.Common;
using System.Text;
using System.Text.Unicode;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>
/// Text that the server gives as UTF-8. That a conversion has lost something it says with <see cref="LostMark"/>, a byte that UTF-8
/// never has. Servers let bytes pass that are no UTF-8, half a surrogate pair say, for which readers of Parquet refuse the whole file:
/// they become the replacement character.
/// </summary>
/// <param name="marked">Whether it was selected so that the mark tells what was lost.</param>
internal sealed class Utf8Reader(bool marked) : BytesReader
{
    /// <summary>At the end of text that lost characters.</summary>
    public const byte LostMark = 0xFF;

    /// <inheritdoc/>
    public override bool Append(DbDataReader row, int ordinal, ColumnBuffer target)
    {
        base.Append(row, ordinal, target);
        var column = (BytesColumn)target;
        int last = column.Count - 1;
        if (Utf8.IsValid(column[last]))
        {
            return true;
        }

        byte[] valid = Valid(column[last]);
        column.Truncate(last);
        column.Append(valid);
        return false;
    }

    /// <inheritdoc/>
    public override object Parameter(DbDataReader row, int ordinal)
    {
        byte[] value = (byte[])base.Parameter(row, ordinal);
        return Utf8.IsValid(value)
            ? Encoding.UTF8.GetString(value)
            : throw new ColumnValueException("holds text that is no UTF-8, so that no page can begin after it,");
    }

    private byte[] Valid(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> unmarked = marked && text is [.., LostMark] ? text[..^1] : text;
        return Utf8.IsValid(unmarked) ? unmarked.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(unmarked));
    }
}
