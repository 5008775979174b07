using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The one query that a unit's fingerprint is taken by. It needs the key and the update column only, so that an
/// index answers it.</summary>
internal static class FingerprintQuery
{
    public static string Sql(SourceTable table, UnitInterval interval, SqlDialect dialect)
    {
        SourceLayout layout = table.Layout!;
        string? condition = IntervalFilter.Sql(table, interval, dialect);
        string? index = interval switch
        {
            UnitInterval.Day => layout.TimeIndex,
            UnitInterval.Block => layout.KeyIndex,
            _ => null,
        };
        if (table.Key.Count == 0)
        {
            // Nothing but a count is cheap: whether a row has changed is known when all have been read, which they are each time.
            return $"SELECT COUNT(*), NULL, NULL, '0', '0', NULL, NULL, NULL FROM {dialect.From(layout.Table, null)}";
        }

        string rows = $"FROM {dialect.From(layout.Table, index)}"
            + (condition is null ? "" : $" WHERE {condition}");
        (string Column, SourceType Type)[] key =
            [.. table.Key.Select(position => table.Selected[position]).Select(column => (dialect.Quote(column.Name), dialect.Type(column)))];
        (string sumHigh, string sumLow) = dialect.Sum(HasIntegerKey(table, dialect) ? key[0].Column : dialect.KeyHash(key));
        return $"SELECT COUNT(*), {Extreme(key, "MIN", "ASC", rows, dialect)}, {Extreme(key, "MAX", "DESC", rows, dialect)}, "
            + $"{sumHigh}, {sumLow}, {Update(table, dialect)} {rows}";
    }

    public static async Task<Fingerprint> ReadAsync(DbDataReader reader)
    {
        if (!await reader.ReadAsync())
        {
            throw new InvalidOperationException("An aggregate query gave no row.");
        }

        long rows = reader.GetInt64(0);
        bool updates = !reader.IsDBNull(6);
        return new Fingerprint(
            rows,
            Key(reader, rows, 1),
            Key(reader, rows, 2),
            Sum(reader, 3),
            updates && !reader.IsDBNull(5) ? reader.GetString(5) : null,
            updates ? Sum(reader, 6) : null);
    }

    /// <summary>Whether keys are single integers, so that a fingerprint says how dense they are.</summary>
    public static bool HasIntegerKey(SourceTable table, SqlDialect dialect) =>
        table.Key.Count == 1 && dialect.Type(table.Selected[table.Key[0]]).Role == TypeRole.Integer;

    private static string Extreme(
        (string Column, SourceType Type)[] key, string aggregate, string direction, string rows, SqlDialect dialect)
    {
        if (key is [var (column, type)])
        {
            return dialect.KeyText($"{aggregate}({column})", type);
        }

        string text = dialect.Join(key.Select(part => dialect.KeyText(part.Column, part.Type)));
        string order = string.Join(", ", key.Select(part => $"{part.Column} {direction}"));
        return $"(SELECT {text} {rows} ORDER BY {order} LIMIT 1)";
    }

    private static string Update(SourceTable table, SqlDialect dialect)
    {
        if (table.Update is not { } update)
        {
            return "NULL, NULL, NULL";
        }

        string column = dialect.Quote(update.Name);
        (string high, string low) = dialect.Sum(dialect.UpdateNumber(column, dialect.Type(update)));
        return $"{dialect.Text($"MAX({column})")}, {high}, {low}";
    }

    private static string? Key(DbDataReader reader, long rows, int ordinal) =>
        rows == 0 || reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static string Sum(DbDataReader reader, int ordinal)
    {
        BigInteger sum = (Parse(reader.GetString(ordinal)) << 32) + Parse(reader.GetString(ordinal + 1));
        return (sum & ulong.MaxValue).ToString(CultureInfo.InvariantCulture);
    }

    private static BigInteger Parse(string text) => BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
