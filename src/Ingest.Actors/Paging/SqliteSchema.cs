using System.Data.Common;

namespace Ingest.Actors.Paging;

/// <summary>Reads a table's description from SQLite's pragmas.</summary>
internal static class SqliteSchema
{
    private const string NamesSql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

    private const string TableSql =
        "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name = @name COLLATE NOCASE";

    private const string ColumnSql =
        "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(@name) WHERE hidden <> 1 ORDER BY cid";

    private const string IndexSql =
        "SELECT list.name, list.\"unique\", list.origin, list.partial, part.name "
        + "FROM pragma_index_list(@name) AS list JOIN pragma_index_info(list.name) AS part ORDER BY list.name, part.seqno";

    /// <summary>The names of all tables, views and SQLite's own left out.</summary>
    public static async Task<TableNames> TablesAsync(SourceSession session, CancellationToken cancellation)
    {
        await using DbCommand command = session.Command(NamesSql);
        return new TableNames(await session.ListAsync(command, row => row.GetString(0), cancellation), HaveCase: false);
    }

    public static async Task<TableSchema?> DescribeAsync(
        SourceSession session, string source, string table, CancellationToken cancellation)
    {
        List<(string Name, string Type, bool WithoutRowId)> tables = await ListAsync(
            session, TableSql, table, row => (row.GetString(0), row.GetString(1), row.GetInt64(2) != 0), cancellation);
        if (tables is not [var (name, type, withoutRowId)])
        {
            return null;
        }

        List<ColumnInfo> columns = await ListAsync(
            session,
            ColumnSql,
            name,
            row => new ColumnInfo(row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, (int)row.GetInt64(3)),
            cancellation);
        List<IndexPart> parts = await ListAsync(
            session,
            IndexSql,
            name,
            row => new IndexPart(
                row.GetString(0), row.GetInt64(1) != 0, row.GetString(2) == "pk", row.GetInt64(3) != 0, row.IsDBNull(4) ? null : row.GetString(4)),
            cancellation);

        string[] primary = [.. columns.Where(column => column.Primary > 0).OrderBy(column => column.Primary).Select(column => column.Name)];
        bool isRowId = !withoutRowId && primary.Length == 1
            && columns.Single(column => column.Primary > 0).Type.Equals("integer", StringComparison.OrdinalIgnoreCase);
        bool inOrder = withoutRowId || isRowId;
        return new TableSchema(
            name,
            type == "table" ? null : $"of {source} is a {type}: name the table that it reads.",
            [.. columns.Select(column => new SchemaColumn(
                column.Name, column.Type, !column.NotNull && !(inOrder && column.Primary > 0)))],
            primary,
            [.. inOrder ? [new SchemaIndex(null, true, primary)] : Array.Empty<SchemaIndex>(), .. Indexes(parts, inOrder)]);
    }

    private static IEnumerable<SchemaIndex> Indexes(List<IndexPart> parts, bool primaryIsTable) =>
        parts.GroupBy(part => part.Index)
            .Where(index => !index.Any(part => part.Partial || part.Column is null || (part.Primary && primaryIsTable)))
            .OrderByDescending(index => index.First().Primary)
            .Select(index => new SchemaIndex(index.Key, index.First().Unique, [.. index.Select(part => part.Column!)]));

    private static async Task<List<T>> ListAsync<T>(
        SourceSession session, string sql, string name, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using DbCommand command = session.Command(sql);
        command.Bind("@name", name);
        return await session.ListAsync(command, read, cancellation);
    }

    private sealed record ColumnInfo(string Name, string Type, bool NotNull, int Primary);

    /// <param name="Column">Null where the index is on an expression.</param>
    private sealed record IndexPart(string Index, bool Unique, bool Primary, bool Partial, string? Column);
}
