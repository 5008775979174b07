using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using MySqlConnector;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What the server's EXPLAIN says of our SQL.</summary>
public sealed class MySqlPlanTests(MariaDbSource source) : IClassFixture<MariaDbSource>
{
    private static readonly UnitInterval Day = UnitInterval.Of(new DateOnly(2021, 1, 3));
    private static readonly UnitInterval Block = new UnitInterval.Block(1);
    private static readonly MySqlDialect Dialect = new();

    [SkippableTheory]
    [InlineData("DATETIME(6)")]
    [InlineData("TIMESTAMP(6) NULL")]
    public async Task A_fingerprint_is_answered_by_the_time_index_alone(string type)
    {
        SourceTable table = await TableAsync("prints", type, 1);

        Plan plan = await ExplainAsync(FingerprintQuery.Sql(table, Day, Dialect), table, []);

        Assert.Equal(("by_time", "range"), (plan.Index, plan.Access));
        Assert.Contains("Using index", plan.Extra, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Dense_pages_read_a_range_of_the_primary_key()
    {
        SourceTable table = await TableAsync("dense", "DATETIME(6)", 1);
        PageQuery query = await QueryAsync(table);

        foreach (string sql in new[] { query.First, query.Next })
        {
            Plan plan = await ExplainAsync(sql, table, [.. query.Bounds, ("@key0", 5000L)]);
            Assert.Equal(("PRIMARY", "range"), (plan.Index, plan.Access));
            Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("DATETIME(6)")]
    [InlineData("TIMESTAMP(6) NULL")]
    public async Task Sparse_pages_read_a_range_of_the_time_index_without_sorting(string type)
    {
        SourceTable table = await TableAsync("sparse", type, 1000);
        PageQuery query = await QueryAsync(table);

        foreach (string sql in new[] { query.First, query.Next })
        {
            Plan plan = await ExplainAsync(sql, table, [.. query.Bounds, ("@time", new DateTime(2021, 1, 3, 12, 0, 0)), ("@key1", 5_000_000L)]);
            Assert.Equal(("by_time", "range"), (plan.Index, plan.Access));
            Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("blockdense", 1)]
    [InlineData("blocksparse", 1000)]
    public async Task A_block_is_counted_and_read_by_a_range_of_the_key(string name, int gap)
    {
        SourceTable table = await TableAsync(name, "DATETIME(6)", gap, TestSource.Blocks("", 4_000L * gap));
        PageQuery query = await QueryAsync(table);

        foreach (string sql in new[] { FingerprintQuery.Sql(table, Block, Dialect), query.First, query.Next })
        {
            Plan plan = await ExplainAsync(sql, table, [.. query.Bounds, ("@key0", 5_000L * gap)]);
            Assert.Equal(("PRIMARY", "range"), (plan.Index, plan.Access));
            Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData(null, "index")]
    [InlineData(5_000_000, "range")]
    public async Task The_highest_key_is_one_row_from_the_end_of_its_index(int? below, string access)
    {
        SourceTable table = await TableAsync("highest", "DATETIME(6)", 1000, TestSource.Blocks(""));

        Plan plan = await ExplainAsync(HighestKeyQuery.Sql(table, below, Dialect), table, [("@below", below ?? 0)]);

        Assert.Equal(("PRIMARY", access), (plan.Index, plan.Access));
        Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
        Assert.Equal(1, await HandlerReadsAsync(table, below));
    }

    [SkippableFact]
    public async Task Composite_keys_page_along_their_index()
    {
        await source.ExecuteAsync("CREATE TABLE IF NOT EXISTS pairs (a INT NOT NULL, b INT NOT NULL, v TEXT, PRIMARY KEY (a, b))");
        await source.ExecuteAsync("INSERT IGNORE INTO pairs SELECT seq DIV 100, seq MOD 100, 'x' FROM seq_1_to_20000");
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Copy("pairs", "a", "b"), CancellationToken.None);

        Plan plan = await ExplainAsync(
            PageQuery.Of(table, UnitInterval.Whole, Fingerprint.Empty, Dialect).Next, table, [("@key0", 150L), ("@key1", 50L)]);

        Assert.Equal(("PRIMARY", "range"), (plan.Index, plan.Access));
        Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("utf8mb4", "utf8mb4_general_ci")]
    [InlineData("latin1", "latin1_german2_ci")]
    public async Task Text_keys_page_along_their_index(string charset, string collation)
    {
        string name = $"texts_{charset}";
        await source.ExecuteAsync($"CREATE TABLE {name} (a VARCHAR(20) CHARACTER SET {charset} COLLATE {collation} NOT NULL, b DATE NOT NULL, v TEXT, PRIMARY KEY (a, b))");
        await source.ExecuteAsync($"INSERT INTO {name} SELECT CONCAT('n', seq DIV 10), TIMESTAMPADD(DAY, seq MOD 10, '2021-01-01'), 'x' FROM seq_1_to_20000");
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Copy(name), CancellationToken.None);

        Plan plan = await ExplainAsync(
            PageQuery.Of(table, UnitInterval.Whole, Fingerprint.Empty, Dialect).Next, table, [("@key0", "n150"u8.ToArray()), ("@key1", new DateTime(2021, 1, 5))]);

        Assert.Equal(("PRIMARY", "range"), (plan.Index, plan.Access));
        Assert.DoesNotContain("filesort", plan.Extra, StringComparison.Ordinal);
    }

    /// <summary>20,000 rows over ten days, with keys that many apart.</summary>
    private async Task<SourceTable> TableAsync(string name, string type, int gap, TableSpec? spec = null)
    {
        string table = $"{name}_{type[..8].ToLowerInvariant()}";
        await source.ExecuteAsync($"DROP TABLE IF EXISTS {table}");
        await source.ExecuteAsync($"CREATE TABLE {table} (id BIGINT PRIMARY KEY, sensor INT, received_at {type}, payload BLOB, INDEX by_time (received_at))");
        await source.ExecuteAsync(
            $"SET time_zone = '+00:00'; INSERT INTO {table} SELECT seq * {gap}, seq MOD 7, TIMESTAMPADD(SECOND, seq * 43, '2021-01-01'), REPEAT('x', 30) FROM seq_1_to_20000");
        await source.ExecuteAsync($"ANALYZE TABLE {table}");
        await using ISourceDatabase database = source.Open();
        spec ??= TestSource.Readings(table);
        return await database.ResolveAsync(spec with { SourceTable = table }, CancellationToken.None);
    }

    private async Task<PageQuery> QueryAsync(SourceTable table)
    {
        await using ISourceDatabase database = source.Open();
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        UnitInterval unit = Of(table);
        return PageQuery.Of(table, unit, await snapshot.FingerprintAsync(table, unit, CancellationToken.None), Dialect);
    }

    private async Task<Plan> ExplainAsync(string sql, SourceTable table, (string Parameter, object Value)[] bounds)
    {
        await using MySqlConnection connection = await source.Fixture.ConnectAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN {sql}";
        command.BindInterval(table, Of(table), Dialect);
        command.Bind(PageQuery.Limit, 1024L);
        foreach ((string parameter, object value) in bounds)
        {
            command.Bind(parameter, value);
        }

        await using MySqlDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        string Text(string column) => Convert.ToString(reader[column], CultureInfo.InvariantCulture)!;
        return new Plan(Text("key"), Text("type"), Text("Extra"));
    }

    /// <summary>Rows that the server touches to answer, by its own count.</summary>
    private async Task<long> HandlerReadsAsync(SourceTable table, Int128? below)
    {
        await using MySqlConnection connection = await source.Fixture.ConnectAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "FLUSH STATUS";
        await command.ExecuteNonQueryAsync();
        command.CommandText = HighestKeyQuery.Sql(table, below, Dialect);
        HighestKeyQuery.Bind(command, below);
        await command.ExecuteScalarAsync();
        command.CommandText = "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME LIKE 'Handler_read%' AND VARIABLE_NAME NOT LIKE '%rnd%'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static UnitInterval Of(SourceTable table) => table switch
    {
        { Spec.KeyBlock: not null } => Block,
        { Time: null } => UnitInterval.Whole,
        _ => Day,
    };

    private sealed record Plan(string Index, string Access, string Extra);
}
