using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;

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
            + $" WHERE {string.Join(" AND ", columns.Zip(parameters, (column, name) => dialect.Equals(column, Parameter(name, column.Lake.Type))))} LIMIT {PageQuery.Limit}";
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

    /// <summary>A decimal of more digits than a parameter can have goes as text, which would compare as a double.</summary>
    private static string Parameter(string name, ColumnType type) => type.Storage == ColumnStorage.Int128
        ? string.Create(CultureInfo.InvariantCulture, $"CAST({name} AS DECIMAL({type.Precision},{type.Scale}))")
        : name;

    private static object Value(SourceColumn column, string text)
    {
        object? value = column.Lake.Type.Kind switch
        {
            ColumnKind.Int32 or ColumnKind.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null,
            ColumnKind.Decimal when column.Lake.Type.Storage == ColumnStorage.Int128 => IsDecimal(text, column.Lake.Type.Scale) ? text : null,
            ColumnKind.Decimal => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) ? number : null,
            ColumnKind.Binary => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null,
            _ => text,
        };
        return value ?? throw IngestException.Permanent($"The key column '{column.Name}' has the type {column.SqlType}, and '{text}' is no value of it.");
    }

    private static bool IsDecimal(string text, int scale)
    {
        try
        {
            UnscaledText.Parse(text, scale);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
