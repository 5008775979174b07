using System.Data.Common;
using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The query that finds the highest key, or the highest below a bound: one row from the end of the key's index.</summary>
internal static class HighestKeyQuery
{
    private const string Below = "@below";

    public static string Sql(SourceTable table, Int128? below, SqlDialect dialect)
    {
        SourceColumn key = table.Selected[table.Key[0]];
        string column = dialect.Quote(key.Name);
        string condition = below is null ? "" : $" WHERE {column} < {Below}";
        return $"SELECT {dialect.KeyText(column, dialect.Type(key))} FROM {dialect.From(table.Layout!.Table, table.Layout.KeyIndex)}"
            + $"{condition} ORDER BY {column} DESC LIMIT 1";
    }

    public static void Bind(DbCommand command, Int128? below)
    {
        if (below is { } key)
        {
            command.Bind(Below, KeyBounds.Parameter(key));
        }
    }

    public static async Task<Int128?> ReadAsync(DbDataReader reader, SourceTable table)
    {
        if (!await reader.ReadAsync())
        {
            return null;
        }

        string text = reader.GetString(0);
        return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 key)
            ? key
            : throw IngestException.Permanent(
                $"The key column '{table.Selected[table.Key[0]].Name}' of '{table.Spec.SourceTable}' holds '{text}', which is no "
                + "integer: correct or delete that row.");
    }
}
