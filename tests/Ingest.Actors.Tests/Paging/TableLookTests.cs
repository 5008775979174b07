using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What is seen of a database that nothing is known of: its tables, and a few rows of each.</summary>
public abstract class TableLookTests(TestSource source)
{
    [SkippableFact]
    public async Task Tables_are_named_in_order_and_views_are_not()
    {
        await source.CreateReadingsAsync("named_b", []);
        await source.CreateReadingsAsync("named_a", []);
        await source.ExecuteAsync("CREATE VIEW named_view AS SELECT * FROM named_a");
        await using ISourceDatabase database = source.Open();

        IReadOnlyList<string> tables = (await database.TablesAsync(CancellationToken.None)).All;

        Assert.Equal(["named_a", "named_b"], tables.Where(name => name.StartsWith("named", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task The_rows_of_the_highest_keys_are_looked_at()
    {
        await source.CreateReadingsAsync("highest", [(1, 7, "2021-01-01 00:00:00", "0A"), (2, 8, null, "0B"), (3, 9, "2021-01-03 00:00:00", "0C")]);

        TableLook look = await LookAsync("highest", 2);

        Assert.Equal(2, look.Rows);
        Assert.Equal(["id", "sensor", "received_at", "payload"], look.Columns.Select(column => column.Name));
        Assert.Equal(["3 | 9 | 2021-01-03 00:00:00.000000 | 0x0C", "2 | 8 | NULL | 0x0B"], Rows(look));
        Assert.Equal(["id"], look.Schema.PrimaryKey);
        Assert.Contains(look.Schema.Indexes, index => index.Columns.SequenceEqual(["received_at"]));
    }

    [SkippableFact]
    public async Task A_column_says_what_it_may_be_and_only_what_may_be_more_than_a_value_is_read()
    {
        await source.ExecuteAsync("CREATE TABLE roles (id BIGINT NOT NULL PRIMARY KEY, level DOUBLE, name VARCHAR(20), seen DATETIME, body BLOB)");
        await source.ExecuteAsync("INSERT INTO roles (id, level, name, seen, body) VALUES (1, 2.5, 'north', '2021-01-01 00:00:00', x'FF')");

        TableLook look = await LookAsync("roles", 10);

        Assert.Equal(
            [TypeRole.Integer, TypeRole.Value, TypeRole.Text, TypeRole.Time, TypeRole.Bytes],
            look.Columns.Select(column => column.Role));
        Assert.Equal(["level"], look.Columns.Where(column => column.Values is null).Select(column => column.Name));
        Assert.Equal(["1 | north | 2021-01-01 00:00:00.000000 | 0xFF"], Rows(look));
    }

    [SkippableFact]
    public async Task What_is_long_is_not_fetched()
    {
        await source.ExecuteAsync($"CREATE TABLE lengthy (id BIGINT NOT NULL PRIMARY KEY, name {source.CaselessText.Replace("50", "100", StringComparison.Ordinal)}, body {LongBytes})");
        await source.ExecuteAsync($"INSERT INTO lengthy VALUES (1, '{new string('n', 64)}', x'{Hex(256 * 1024)}'), (2, '{new string('n', 65)}', x'{Hex((256 * 1024) + 1)}')");

        TableLook look = await LookAsync("lengthy", 10);

        Assert.Equal(2, look.Rows);
        Assert.Equal([true, false], Nulls(look.Columns[1]));
        Assert.Equal([true, false], Nulls(look.Columns[2]));
    }

    [SkippableFact]
    public async Task A_table_without_a_key_and_one_without_rows_can_be_looked_at()
    {
        await source.ExecuteAsync("CREATE TABLE keyless (a INT, b INT)");
        await source.ExecuteAsync("INSERT INTO keyless VALUES (1, 2)");
        await source.CreateReadingsAsync("rowless", []);

        TableLook keyless = await LookAsync("keyless", 10);

        Assert.Equal(["1 | 2"], Rows(keyless));
        Assert.Empty(keyless.Schema.PrimaryKey);
        Assert.Equal(0, (await LookAsync("rowless", 10)).Rows);
    }

    [SkippableFact]
    public async Task A_table_that_is_not_there_is_refused()
    {
        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => LookAsync("nowhere", 10));

        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.StartsWith("The table 'nowhere' does not exist in ", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Names_are_quoted_whatever_is_in_them()
    {
        string table = Quote("odd \"name` here");
        await source.ExecuteAsync($"CREATE TABLE {table} (id BIGINT NOT NULL PRIMARY KEY, {Quote("a `b\" c")} INT)");
        await source.ExecuteAsync($"INSERT INTO {table} VALUES (1, 2)");

        Assert.Equal(["1 | 2"], Rows(await LookAsync("odd \"name` here", 10)));
    }

    /// <summary>A type for more bytes than are fetched.</summary>
    protected abstract string LongBytes { get; }

    /// <summary>A name as statements have it.</summary>
    protected abstract string Quote(string name);

    private async Task<TableLook> LookAsync(string table, int rows)
    {
        await using ISourceDatabase database = source.Open();
        return await database.LookAsync(table, rows, CancellationToken.None);
    }

    private static string[] Rows(TableLook look) =>
        [.. Enumerable.Range(0, look.Rows).Select(row => string.Join(" | ", look.Columns.Where(column => column.Values is not null).Select(column => LakeText.Of(column.Values!, row))))];

    /// <summary>Whether a row's value is null, the row of the highest key first.</summary>
    private static bool[] Nulls(LookedColumn column) => [.. Enumerable.Range(0, column.Values!.Count).Select(column.Values.IsNull)];

    private static string Hex(int bytes) => new('0', bytes * 2);
}

public sealed class MariaDbTableLookTests(MariaDbSource source) : TableLookTests(source), IClassFixture<MariaDbSource>
{
    protected override string LongBytes => "MEDIUMBLOB";

    protected override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}

public sealed class SqliteTableLookTests(SqliteFileSource source) : TableLookTests(source), IClassFixture<SqliteFileSource>
{
    private readonly SqliteFileSource _source = source;

    protected override string LongBytes => "BLOB";

    protected override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [Fact]
    public async Task What_sqlite_keeps_for_itself_is_no_table()
    {
        await _source.ExecuteAsync("CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)");
        await _source.ExecuteAsync("CREATE TABLE sqliteish (id INTEGER PRIMARY KEY)");
        await using ISourceDatabase database = _source.Open();

        IReadOnlyList<string> tables = (await database.TablesAsync(CancellationToken.None)).All;

        Assert.Contains("sqliteish", tables);
        Assert.DoesNotContain("sqlite_sequence", tables);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_its_declared_type_is_told_with_its_column()
    {
        await _source.ExecuteAsync("CREATE TABLE misfit (id INTEGER PRIMARY KEY, v INTEGER)");
        await _source.ExecuteAsync("INSERT INTO misfit VALUES (7, 'abc')");
        await using ISourceDatabase database = _source.Open();

        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => database.LookAsync("misfit", 10, CancellationToken.None));

        Assert.StartsWith("The column 'v' of 'misfit' holds text where an integer is declared", refusal.Message, StringComparison.Ordinal);
    }
}
