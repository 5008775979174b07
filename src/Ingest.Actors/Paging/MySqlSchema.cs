using System.Data.Common;
using System.Globalization;
using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Reads a table's description from <c>information_schema</c>.</summary>
internal static class MySqlSchema
{
    /// <summary>Whether names of tables that differ in case alone are two.</summary>
    private const string HaveCaseSql = "@@lower_case_table_names = 0";

    private const string NamesSql =
        $"SELECT TABLE_NAME, {HaveCaseSql} FROM information_schema.TABLES "
        + "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME";

    private const string TableSql =
        $"SELECT TABLE_NAME, TABLE_TYPE, ENGINE, {HaveCaseSql} FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table";

    private const string ColumnSql =
        "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, EXTRA, CHARACTER_SET_NAME, COLLATION_NAME FROM information_schema.COLUMNS "
        + "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table ORDER BY ORDINAL_POSITION";

    // Every column, since MySQL says IS_VISIBLE and MariaDB IGNORED.
    private const string IndexSql =
        "SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table "
        + "ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX";

    private static readonly string[] SnapshotEngines = ["InnoDB", "ROCKSDB"];

    /// <summary>The names of all tables that the user may see, views left out.</summary>
    public static async Task<TableNames> TablesAsync(SourceSession session, CancellationToken cancellation)
    {
        await using DbCommand command = session.Command(NamesSql);
        List<(string Name, bool HasCase)> found = await session.ListAsync(command, row => (row.GetString(0), row.GetInt64(1) != 0), cancellation);
        return new TableNames([.. found.Select(table => table.Name)], found.Exists(table => table.HasCase));
    }

    public static async Task<TableSchema?> DescribeAsync(
        SourceSession session, string source, string table, CancellationToken cancellation)
    {
        List<(string Name, string Type, string? Engine, bool HasCase)> tables = await ListAsync(
            session,
            TableSql,
            table,
            row => (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3) != 0),
            cancellation);
        // The dictionary may find names that differ in case alone, where the server takes them for others.
        tables.RemoveAll(found => found.HasCase && found.Name != table);
        if (tables is not [var (name, type, engine, _)])
        {
            await CheckGrantAsync(session, table, cancellation);
            return null;
        }

        List<SchemaColumn> columns = await ListAsync(
            session, ColumnSql, name, Column, cancellation);
        List<IndexPart> parts = await ListAsync(session, IndexSql, name, IndexPart.Of, cancellation);
        string[] primary = [.. parts.Where(part => part.Index == "PRIMARY").Select(part => part.Column!)];
        return new TableSchema(name, Refusal(source, type, engine), columns, primary, Indexes(parts));
    }

    private static SchemaColumn Column(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1) + MySqlText.Suffix(row.IsDBNull(4) ? null : row.GetString(4)),
        row.GetString(2) == "YES")
    {
        Collation = row.IsDBNull(4) || row.IsDBNull(5) ? null : new Collation(row.GetString(4), row.GetString(5)),
        IsRaised = !row.IsDBNull(3) && row.GetString(3).Contains("on update", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>The dictionary does not show what the user may not read; a query tells denied from absent.</summary>
    /// <exception cref="IngestException">The user may not read the table.</exception>
    private static async Task CheckGrantAsync(SourceSession session, string table, CancellationToken cancellation)
    {
        try
        {
            await session.ExecuteAsync($"SELECT 1 FROM {new MySqlDialect().Quote(table)} LIMIT 0", cancellation);
        }
        catch (IngestException absent) when (absent.InnerException is MySqlException { ErrorCode: MySqlErrorCode.NoSuchTable })
        {
            // As the dictionary says.
        }
    }

    private static string? Refusal(string source, string type, string? engine)
    {
        // Of a table with a history the rows that hold now are read, which is what a query without FOR SYSTEM_TIME sees.
        if (type is not ("BASE TABLE" or "SYSTEM VERSIONED"))
        {
            return $"of {source} is a {type.ToLowerInvariant()}: name the table that it reads.";
        }

        return SnapshotEngines.Contains(engine, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"of {source} uses the storage engine {engine}, which has no consistent snapshots: ALTER TABLE ... ENGINE=InnoDB.";
    }

    private static List<SchemaIndex> Indexes(List<IndexPart> parts) =>
    [
        .. parts.GroupBy(part => part.Index)
            // An index that rises in one column and falls in another is no order that pages come in.
            .Where(index => index.All(part => part.Usable && part.Falls == index.First().Falls))
            .Select(index => new SchemaIndex(index.Key, index.First().Unique, [.. index.Select(part => part.Column!)])),
    ];

    private static async Task<List<T>> ListAsync<T>(
        SourceSession session, string sql, string table, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using DbCommand command = session.Command(sql);
        command.Bind("@table", table);
        return await session.ListAsync(command, read, cancellation);
    }

    /// <param name="Column">Null where the index is on an expression.</param>
    /// <param name="Usable">A whole column of an ordered index that queries may use.</param>
    /// <param name="Falls">In descending order.</param>
    private sealed record IndexPart(string Index, bool Unique, string? Column, bool Usable, bool Falls)
    {
        public static IndexPart Of(DbDataReader row)
        {
            string? column = Text(row, "COLUMN_NAME");
            bool hidden = Text(row, "IS_VISIBLE") == "NO" || Text(row, "IGNORED") == "YES";
            bool usable = column is not null && Text(row, "SUB_PART") is null && Text(row, "INDEX_TYPE") == "BTREE" && !hidden;
            return new IndexPart(Text(row, "INDEX_NAME")!, Text(row, "NON_UNIQUE") == "0", column, usable, Text(row, "COLLATION") == "D");
        }

        private static string? Text(DbDataReader row, string name)
        {
            for (int i = 0; i < row.FieldCount; i++)
            {
                if (string.Equals(row.GetName(i), name, StringComparison.OrdinalIgnoreCase))
                {
                    return row.IsDBNull(i) ? null : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture);
                }
            }

            return null;
        }
    }
}
