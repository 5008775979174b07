using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Tables that are copied as they are, by days: whole ones are in <see cref="LakeLifeTests"/>.</summary>
public sealed class CopyTests
{
    private const string ByDay = """{ "Copy": true, "Time": { "Column": "placed" }, "UpdateColumn": "changed", "SortBy": ["customer"] }""";

    private const string Rows = "SELECT date, id, customer, placed, changed FROM orders ORDER BY id";

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Rows_lie_in_the_folder_of_their_day_as_they_are(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);

        JsonElement run = await installation.JsonAsync(0, "backfill");

        Assert.Equal((3, 2), (run.Count("rows"), run.Count("objects")));
        Assert.Equal(["orders/date=20210101/data.parquet", "orders/date=20210102/data.parquet"], installation.Objects());
        Assert.Equal(
            [
                "20210101|1|b|2021-01-01T00:00:00Z|2021-01-01T00:00:00Z",
                "20210101|2|a|2021-01-01T23:59:59.999999Z|2021-01-02T00:00:00Z",
                "20210102|3||2021-01-02T00:00:00Z|2021-01-02T00:00:00Z",
            ],
            await installation.QueryAsync(Rows));
        Assert.Equal(["2", "1"], await installation.QueryAsync("SELECT id FROM orders WHERE date = '20210101'"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_changed_row_runs_its_day_again_and_no_other(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");

        JsonElement same = await installation.JsonAsync(0, "backfill");
        await installation.Source.ExecuteAsync("UPDATE orders SET customer = 'c', changed = '2021-01-05 00:00:00' WHERE id = 3");
        JsonElement changed = await installation.JsonAsync(0, "backfill");

        Assert.Equal((0, 0), (same.Count("rows"), same.Count("objects")));
        Assert.Equal((1, 1), (changed.Count("rows"), changed.Count("objects")));
        Assert.Equal(["c"], await installation.QueryAsync("SELECT customer FROM orders WHERE date = '20210102'"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_day_whose_rows_are_gone_is_left_alone_until_that_is_accepted(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        await installation.JsonAsync(0, "backfill");
        await installation.Source.ExecuteAsync("DELETE FROM orders WHERE id = 3");

        JsonElement shrunk = await installation.JsonAsync(1, "backfill");
        string[] before = await installation.QueryAsync("SELECT count(*) FROM orders");
        await installation.JsonAsync(0, "backfill", "--accept-shrink");

        Assert.Equal(1, shrunk.GetProperty("units").Count("shrunk"));
        Assert.Equal(["3"], before);
        Assert.Equal(["2"], await installation.QueryAsync("SELECT count(*) FROM orders"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Values_are_verified_and_a_row_without_a_time_is_told(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind);
        await installation.Source.ExecuteAsync("INSERT INTO orders VALUES (4, 'd', NULL, NULL)");
        CliResult run = await installation.RunAsync("backfill");

        CliResult verified = await installation.RunAsync("verify", "--level", "values");

        Assert.Contains("1 row", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, verified.Exit);
    }

    [Fact]
    public async Task Only_the_columns_that_are_named_are_copied_in_that_order()
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Table("orders", """{ "Copy": true, "Columns": ["customer", "id"] }""");

        await installation.JsonAsync(0, "run");

        Assert.Equal(["b|1", "a|2", "|3"], await installation.QueryAsync("SELECT * FROM orders ORDER BY id"));
    }

    [SkippableFact]
    public async Task Wall_clock_times_of_a_zone_are_instants_in_the_lake()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync(
            "CREATE TABLE calls (id INT NOT NULL PRIMARY KEY, began DATETIME, ended TIMESTAMP NULL, day DATE, KEY (began))");
        await installation.Source.ExecuteAsync(
            "INSERT INTO calls VALUES (1, '2021-01-01 00:59:59', '2020-12-31 23:59:59', '2021-01-01'), (2, '2021-01-01 01:00:00', NULL, NULL), "
            + "(3, '2021-10-31 02:30:00', NULL, NULL), (4, '2021-11-01 00:59:59', NULL, NULL), (5, '2021-11-01 01:00:00', NULL, NULL)");
        installation.Table("calls", """{ "Copy": true, "Time": { "Column": "began" }, "Zone": "Europe/Berlin" }""");

        await installation.JsonAsync(0, "backfill");
        CliResult verified = await installation.RunAsync("verify", "--level", "values");

        Assert.Equal(0, verified.Exit);
        Assert.Equal(
            [
                "20201231|1|2020-12-31T23:59:59Z|2020-12-31T23:59:59Z|2021-01-01",
                "20210101|2|2021-01-01T00:00:00Z||",
                "20211031|3|2021-10-31T00:30:00Z||",
                "20211031|4|2021-10-31T23:59:59Z||",
                "20211101|5|2021-11-01T00:00:00Z||",
            ],
            await installation.QueryAsync("SELECT date, id, began, ended, day FROM calls ORDER BY id"));
    }

    [Theory]
    [InlineData("Europe/Berln", "Tables:orders:Zone: this machine knows no time zone 'Europe/Berln', did you mean Europe/Berlin?")]
    [InlineData("Europe/Berlin", "The times of SQLite are in UTC or say their offset: leave Zone of 'orders' out.")]
    public async Task A_zone_that_cannot_be_is_told(string zone, string sentence)
    {
        await using Installation installation = await CreateAsync(DatabaseKind.Sqlite);
        installation.Table("orders", $$"""{ "Copy": true, "Zone": "{{zone}}" }""");

        CliResult run = await installation.RunAsync("run");

        Assert.Equal((2, $"ingest: {sentence}\n"), (run.Exit, run.Error));
    }

    private static async Task<Installation> CreateAsync(DatabaseKind kind)
    {
        Installation installation = await Installation.CreateAsync(kind);
        await installation.Source.ExecuteAsync(
            "CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, customer VARCHAR(20), placed DATETIME(6), changed DATETIME)");
        await installation.Source.ExecuteAsync("CREATE INDEX by_placed ON orders (placed, changed)");
        await installation.Source.ExecuteAsync(
            "INSERT INTO orders VALUES (1, 'b', '2021-01-01 00:00:00', '2021-01-01 00:00:00'), "
            + "(2, 'a', '2021-01-01 23:59:59.999999', '2021-01-02 00:00:00'), (3, NULL, '2021-01-02 00:00:00', '2021-01-02 00:00:00')");
        installation.Table("orders", ByDay);
        return installation;
    }
}
