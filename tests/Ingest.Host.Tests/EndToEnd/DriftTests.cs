using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>The source's columns are not those that the lake was made from: what is told, and what SQL answers before and after.</summary>
public sealed class DriftTests
{
    private const string Refused = "ingest: The columns of 'orders' are not those that the lake was made from: ";

    private static readonly string[] Before = ["1|5|a", "2|6|b"];

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "ADD COLUMN note VARCHAR(20)", "note (text) was added")]
    [InlineData(DatabaseKind.MariaDb, "DROP COLUMN name", "name (text) is gone")]
    [InlineData(DatabaseKind.MariaDb, "MODIFY amount BIGINT", "amount was int32 and is int64")]
    [InlineData(DatabaseKind.MariaDb, "MODIFY amount DECIMAL(9,2)", "amount was int32 and is decimal(9,2)")]
    [InlineData(DatabaseKind.Sqlite, "ADD COLUMN note VARCHAR(20)", "note (text) was added")]
    [InlineData(DatabaseKind.Sqlite, "DROP COLUMN name", "name (text) is gone")]
    public async Task By_default_nothing_of_the_table_is_run(DatabaseKind kind, string alteration, string difference)
    {
        await using Installation installation = await CreateAsync(kind, "fail");
        Dictionary<string, string> lake = installation.LakeFiles();
        await installation.Source.ExecuteAsync($"ALTER TABLE orders {alteration}");

        CliResult run = await installation.RunAsync("run");

        Assert.Equal(2, run.Exit);
        Assert.StartsWith($"{Refused}{difference}; nothing of orders was run. ", run.Error, StringComparison.Ordinal);
        Assert.Equal(lake, installation.LakeFiles());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_column_that_was_added_is_accepted_once_and_every_day_read_again(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, "fail");
        await installation.Source.ExecuteAsync("ALTER TABLE orders ADD COLUMN note VARCHAR(20) DEFAULT 'old'");

        JsonElement accepted = await installation.JsonAsync(0, "backfill", "--accept-drift");
        JsonElement next = await installation.JsonAsync(0, "backfill");

        Assert.Equal((2, 0), (accepted.Units().Committed, next.Units().Committed));
        Assert.Equal(["1|5|a|old", "2|6|b|old"], await installation.QueryAsync("SELECT id, amount, name, note FROM orders ORDER BY id"));
        Assert.Equal(["note (text) was added"], Recorded(installation, "20210101"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task With_add_a_new_column_is_there_from_then_on_and_before_when_asked_for(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, "add");
        await installation.Source.ExecuteAsync("ALTER TABLE orders ADD COLUMN note VARCHAR(20) DEFAULT 'old'");
        await AddAsync(installation);

        CliResult run = await installation.RunAsync("run");
        CliResult verified = await installation.RunAsync("verify");
        string[] then = await installation.QueryAsync("SELECT id, amount, name, note FROM orders ORDER BY id");
        await installation.JsonAsync(0, "backfill");

        Assert.Equal("ingest: The columns of 'orders' have changed: note (text) was added.\n", run.Error);
        Assert.Equal((0, 0), (run.Exit, verified.Exit));
        Assert.Equal(["1|5|a|", "2|6|b|", "3|7|c|old"], then);
        Assert.Equal(["1|5|a|old", "2|6|b|old", "3|7|c|old"], await installation.QueryAsync("SELECT id, amount, name, note FROM orders ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "add")]
    [InlineData(DatabaseKind.MariaDb, "ignore")]
    [InlineData(DatabaseKind.Sqlite, "add")]
    [InlineData(DatabaseKind.Sqlite, "ignore")]
    public async Task A_column_that_is_gone_keeps_its_old_values_and_has_none_from_then_on(DatabaseKind kind, string rule)
    {
        await using Installation installation = await CreateAsync(kind, rule);
        await installation.Source.ExecuteAsync("ALTER TABLE orders DROP COLUMN name");
        await installation.Source.ExecuteAsync("INSERT INTO orders (id, placed, amount) VALUES (3, '2021-01-03 00:00:00', 7)");

        JsonElement run = await installation.JsonAsync(0, "backfill");

        Assert.Equal(1, run.Units().Committed);
        Assert.Equal(["1|5|a", "2|6|b", "3|7|"], await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task A_column_that_was_renamed_is_guessed_and_can_keep_its_name()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "fail");
        await installation.Source.ExecuteAsync("ALTER TABLE orders RENAME COLUMN name TO title");

        CliResult refused = await installation.RunAsync("run");

        installation.Table(
            "orders", """{ "Copy": true, "Time": { "Column": "placed" }, "Lookback": "0s", "Rename": { "title": "name" } }""");
        await installation.JsonAsync(0, "backfill");

        Assert.Contains("If name was only renamed, \"Rename\": { \"title\": \"name\" } keeps its name in the lake.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Before, await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task With_ignore_a_new_column_is_left_out()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "ignore");
        await installation.Source.ExecuteAsync("ALTER TABLE orders ADD COLUMN note VARCHAR(20) DEFAULT 'old' FIRST");
        await AddAsync(installation);

        JsonElement run = await installation.JsonAsync(0, "backfill");

        Assert.Equal(1, run.Units().Committed);
        Assert.Equal(["1|5|a", "2|6|b", "3|7|c"], await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
        Assert.Equal(["amount", "id", "name", "placed"], await ColumnsAsync(installation));
    }

    [Fact]
    public async Task With_ignore_a_new_column_is_left_out_though_the_configuration_changes()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite, "ignore");
        await installation.Source.ExecuteAsync("ALTER TABLE orders ADD COLUMN note VARCHAR(20) DEFAULT 'old'");
        installation.Table(
            "orders", """{ "Copy": true, "Time": { "Column": "placed" }, "OnDrift": "ignore", "SortBy": ["amount"], "Rename": { "name": "title" } }""");

        JsonElement run = await installation.JsonAsync(0, "backfill");

        Assert.Equal(2, run.Units().Committed);
        Assert.Equal(["amount", "id", "placed", "title"], await ColumnsAsync(installation));
    }

    [SkippableFact]
    public async Task With_add_a_wider_column_is_read_beside_the_narrower_ones()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "add");
        await installation.Source.ExecuteAsync("ALTER TABLE orders MODIFY amount BIGINT");
        await installation.Source.ExecuteAsync("INSERT INTO orders (id, placed, amount, name) VALUES (3, '2021-01-03 00:00:00', 5000000000, 'c')");

        JsonElement run = await installation.JsonAsync(0, "backfill");

        Assert.Equal(1, run.Units().Committed);
        Assert.Equal(["1|5|a", "2|6|b", "3|5000000000|c"], await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
        Assert.Equal(["2"], await installation.QueryAsync("SELECT id FROM orders WHERE amount = 6"));
    }

    [SkippableTheory]
    [InlineData("fail")]
    [InlineData("add")]
    [InlineData("ignore")]
    public async Task Another_scale_asks_for_every_day_to_be_read_again_before_the_table_changes(string rule)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, rule);
        await installation.Source.ExecuteAsync("ALTER TABLE orders MODIFY amount DECIMAL(9,2)");

        CliResult refused = await installation.RunAsync("run");
        string[] before = await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id");
        JsonElement accepted = await installation.JsonAsync(0, "backfill", "--accept-drift");

        Assert.Equal(2, refused.Exit);
        Assert.Contains("`ingest backfill --table orders --accept-drift`", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Before, before);
        Assert.Equal(2, accepted.Units().Committed);
        Assert.Equal(["1|5.00|a", "2|6.00|b"], await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task A_table_that_is_copied_whole_takes_what_there_is_when_that_is_accepted()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "add");
        installation.Configuration["Tables"]!.AsObject().Remove("orders");
        installation.Table("all_orders", """{ "Copy": true, "SourceTable": "orders", "OnDrift": "add" }""");
        await installation.JsonAsync(0, "run");
        await installation.Source.ExecuteAsync("ALTER TABLE orders DROP COLUMN name, ADD COLUMN note VARCHAR(20) DEFAULT 'n'");

        await installation.JsonAsync(0, "run");

        Assert.Equal(["1|5|n", "2|6|n"], await installation.QueryAsync("SELECT id, amount, note FROM all_orders ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData("DROP COLUMN name")]
    [InlineData("MODIFY amount BIGINT")]
    public async Task What_is_accepted_is_not_asked_again_though_no_unit_has_to_run(string alteration)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "fail");
        await installation.Source.ExecuteAsync($"ALTER TABLE orders {alteration}");

        JsonElement accepted = await installation.JsonAsync(0, "backfill", "--accept-drift");
        JsonElement next = await installation.JsonAsync(0, "backfill");

        Assert.Equal((0, 0), (accepted.Units().Committed, next.Units().Committed));
    }

    [SkippableFact]
    public async Task A_column_that_comes_back_as_something_else_is_refused_and_takes_no_old_values_away()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "add");
        await installation.Source.ExecuteAsync("ALTER TABLE orders DROP COLUMN name");
        await installation.JsonAsync(0, "run");
        await installation.Source.ExecuteAsync("ALTER TABLE orders ADD COLUMN name INT");

        CliResult refused = await installation.RunAsync("run");

        Assert.Equal(2, refused.Exit);
        Assert.StartsWith($"{Refused}name was text and is int32; nothing of orders was run. ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Before, await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task Another_configuration_explains_no_column_that_is_gone()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "fail");
        await installation.Source.ExecuteAsync("ALTER TABLE orders DROP COLUMN name");
        installation.Table("orders", """{ "Copy": true, "Time": { "Column": "placed" }, "SortBy": ["amount"] }""");

        CliResult refused = await installation.RunAsync("backfill");

        Assert.StartsWith($"{Refused}name (text) is gone; nothing", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Before, await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task An_instant_that_became_a_wall_clock_is_told()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "add");
        await installation.Source.ExecuteAsync("ALTER TABLE orders MODIFY placed TIMESTAMP NULL");

        CliResult refused = await installation.RunAsync("run");

        Assert.StartsWith($"{Refused}placed was timestamp(6) of datetime and is timestamp(6) of timestamp; ", refused.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("ADD COLUMN note VARCHAR(20) DEFAULT 'old'")]
    [InlineData("DROP COLUMN name")]
    [InlineData("MODIFY amount INT AFTER name")]
    public async Task Units_of_other_columns_are_verified_as_far_as_they_can_be_and_not_repaired(string alteration)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.MariaDb, "add");
        await installation.Source.ExecuteAsync($"ALTER TABLE orders {alteration}");
        await installation.JsonAsync(0, "run");

        CliResult verified = await installation.RunAsync("verify", "--level", "values", "--repair");

        Assert.Equal(
            (0, "ingest: 2 units were made of other columns than the source has now: of them the counts and the objects were compared, the rows were not.\n"),
            (verified.Exit, verified.Error));
        Assert.Equal(Before, await installation.QueryAsync("SELECT id, amount, name FROM orders ORDER BY id"));
    }

    private static async Task<Installation> CreateAsync(DatabaseKind kind, string rule)
    {
        Installation installation = await Installation.CreateAsync(kind);
        await installation.Source.ExecuteAsync(
            $"CREATE TABLE orders (id {(kind == DatabaseKind.Sqlite ? "INTEGER" : "INT")} NOT NULL PRIMARY KEY, placed DATETIME, amount INT, name VARCHAR(20))");
        await installation.Source.ExecuteAsync("CREATE INDEX by_placed ON orders (placed)");
        await installation.Source.ExecuteAsync(
            "INSERT INTO orders VALUES (1, '2021-01-01 00:00:00', 5, 'a'), (2, '2021-01-02 00:00:00', 6, 'b')");
        installation.Table("orders", $$"""{ "Copy": true, "Time": { "Column": "placed" }, "OnDrift": "{{rule}}", "Lookback": "0s" }""");
        await installation.JsonAsync(0, "backfill");
        return installation;
    }

    private static Task AddAsync(Installation installation) =>
        installation.Source.ExecuteAsync("INSERT INTO orders (id, placed, amount, name) VALUES (3, '2021-01-03 00:00:00', 7, 'c')");

    private static async Task<string[]> ColumnsAsync(Installation installation) =>
        await installation.QueryAsync("SELECT column_name FROM (DESCRIBE orders) WHERE column_name <> 'date' ORDER BY 1");

    private static string[] Recorded(Installation installation, string unit)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(installation.Lake, "_ingest", "orders", $"{unit}.json")));
        return [.. record.RootElement.GetProperty("drift").EnumerateArray().Select(drift => drift.GetString()!)];
    }
}
