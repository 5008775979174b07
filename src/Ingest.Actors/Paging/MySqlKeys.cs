using System.Data.Common;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>How pages of MySQL and MariaDB go on after a key.</summary>
/// <remarks>
/// Text is given back as the bytes that the column holds, and compared by the column's own collation. As a string it would go
/// through Unicode, which is not there and back in every character set (cp932 has characters twice, utf8mb4 takes lone
/// surrogates), and what it compares by would be the server's choice: MariaDB takes the column's collation, MySQL may
/// convert the column, which no index serves. PAD SPACE and NO PAD, which MySQL's utf8mb4_0900_* are and MariaDB's *_nopad_*,
/// are the collation's affair then, and the same for the order and the comparison.
/// </remarks>
internal static class MySqlKeys
{
    private const string Utf8 = "utf8mb4";

    private static readonly ColumnReader Days = new TimeReader();

    /// <summary>The cursor of a key column; null: the value that goes into the lake does.</summary>
    public static KeyCursor? Cursor(SourceColumn column, SourceType type, string quoted) => (type.Role, column.Collation) switch
    {
        (TypeRole.Text, { } collation) => new KeyCursor(
            MySqlReaders.Bytes,
            // What goes into the lake are those bytes already where the column is in UTF-8.
            collation.Charset == Utf8 ? null : $"CAST({quoted} AS BINARY)",
            parameter => $"CONVERT(CAST({parameter} AS BINARY) USING {collation.Charset}) COLLATE {collation.Name}"),
        // A zero date is NULL in the lake, and a place in the key all the same.
        (TypeRole.Time, _) => new KeyCursor(Days, $"CAST({quoted} AS CHAR)"),
        _ => null,
    };

    /// <summary>The condition that a text column is a text, which may have characters that the column's character set has not.</summary>
    public static string Equals(Collation collation, string quoted, string parameter)
    {
        // MariaDB refuses to compare what it cannot convert, and a conversion makes question marks of it.
        string converted = $"CONVERT({parameter} USING {collation.Charset})";
        return $"{quoted} = {converted} COLLATE {collation.Name} AND CONVERT({converted} USING {Utf8}) = {parameter} COLLATE {Utf8}_bin";
    }

    /// <summary>Dates and times from their text. MySQL refuses a text of zeros as a parameter where its sql_mode has NO_ZERO_DATE,
    /// which MariaDB's does not have by itself; a zero of the type it takes.</summary>
    private sealed class TimeReader : ColumnReader
    {
        private static readonly MySqlDateTime Zero = new(0, 0, 0, 0, 0, 0, 0);

        public override bool Append(DbDataReader row, int ordinal, Codec.Columns.ColumnBuffer target) =>
            throw new NotSupportedException("A cursor is no column of the lake.");

        public override object Parameter(DbDataReader row, int ordinal)
        {
            string text = row.GetString(ordinal);
            if (IsoTime.TryParseMicros(Encoding.UTF8.GetBytes(text), out long micros))
            {
                // Of no kind: the driver refuses those of another kind than its DateTimeKind says.
                return Units.Dates.Instant(micros).DateTime;
            }

            return text.AsSpan().ContainsAnyExcept("0-: .")
                ? throw new ColumnValueException(string.Create(
                    CultureInfo.InvariantCulture, $"holds '{text}', which no parameter can be, so that no page can begin after it,"))
                : Zero;
        }
    }
}
