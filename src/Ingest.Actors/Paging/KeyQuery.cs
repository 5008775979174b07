using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>The SQL that reads the row of a key.</summary>
internal static class KeyQuery
{
    /// <param name="table">The table.</param>
    /// <param name="key">A text for each key column.</param>
    /// <param name="dialect">The database's.</param>
    /// <exception cref="IngestException">The key has other columns, or other values.</exception>
    public static PageQuery Of(SourceTable table, IReadOnlyList<string> key, SqlDialect dialect)
    {
        SourceColumn[] columns = [.. table.Key.Select(position => table.Selected[position])];
        if (key.Count != columns.Length)
        {
            throw IngestException.Permanent(
                $"The key of '{table.Spec.Name}' is ({string.Join(", ", columns.Select(column => column.Name))}): expected "
                + (columns.Length == 1 ? "1 value" : $"{columns.Length} values with commas between them") + $", not {key.Count}.");
        }

        string[] parameters = [.. columns.Select((_, i) => $"@key{i}")];
        string sql = $"SELECT {string.Join(", ", table.Selected.Select(dialect.Select))} FROM {dialect.From(table.Layout!.Table, table.Layout.KeyIndex)}"
            + $" WHERE {string.Join(" AND ", columns.Zip(parameters, dialect.Equals))} LIMIT {PageQuery.Limit}";
        return new PageQuery
        {
            Table = table,
            Interval = UnitInterval.Whole,
            First = sql,
            Next = sql,
            Bounds = [.. parameters.Select((parameter, i) => (parameter, Value(columns[i], key[i])))],
            // There is one page.
            Cursor = [],
        };
    }

    private static object Value(SourceColumn column, string text)
    {
        object? value = column.Lake.Type.Kind switch
        {
            ColumnKind.Int32 or ColumnKind.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
            ColumnKind.Decimal => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) ? number : null,
            ColumnKind.Binary => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null,
            _ => text,
        };
        return value ?? throw IngestException.Permanent($"The key column '{column.Name}' has the type {column.SqlType}, and '{text}' is no value of it.");
    }
}
