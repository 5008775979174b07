using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A whole schema is copied with one entry.</summary>
public sealed class EveryTableCopyTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Tables_that_no_entry_names_are_copied_and_one_that_comes_later_too(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, """{ "Copy": true, "Except": ["tmp_*"], "Unpaged": true }""");

        JsonElement first = await installation.JsonAsync(0, "run");
        JsonElement same = await installation.JsonAsync(0, "run", "--table", "order_items");
        await installation.Source.ExecuteAsync("CREATE TABLE later (id INT NOT NULL PRIMARY KEY)");
        await installation.Source.ExecuteAsync("INSERT INTO later VALUES (5)");
        JsonElement then = await installation.JsonAsync(0, "run");

        Assert.Equal((4, 4), (first.Units().Planned, first.Units().Committed));
        Assert.Equal((1, 0, 1), (same.Units().Planned, same.Units().Committed, same.Units().Unchanged));
        Assert.Equal((5, 1), (then.Units().Planned, then.Units().Committed));
        Assert.Equal(
            ["customers/data.parquet", "later/data.parquet", "log/data.parquet", "order_items/data.parquet", "people/data.parquet"],
            installation.Objects());
        Assert.Equal(["1|Ada"], await installation.QueryAsync("SELECT id, name FROM people"));
        Assert.Equal(["7"], await installation.QueryAsync("SELECT count(*) + (SELECT sum(id) FROM later) FROM order_items"));
        Assert.Equal(0, (await installation.RunAsync("verify", "--level", "values")).Exit);
        Assert.Equal(0, (await installation.RunAsync("doctor")).Exit);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Query_and_status_know_them_without_the_source(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, """{ "Copy": true, "Except": ["tmp_*"], "Unpaged": true }""");
        await installation.JsonAsync(0, "run");
        installation.Configuration["Source"] = JsonNode.Parse("""{ "Url": "mysql://nobody@127.0.0.1:1/nothing" }""");

        JsonElement status = await installation.JsonAsync(0, "status");
        JsonElement one = await installation.JsonAsync(0, "status", "--table", "log");
        CliResult none = await installation.RunAsync("status", "--table", "tmp_1");
        CliResult run = await installation.RunAsync("run");
        CliResult doctor = await installation.RunAsync("doctor");

        Assert.Equal(
            ["customers all open", "log all open", "order_items all open", "people all open"],
            status.GetProperty("rows").EnumerateArray().Select(row => $"{row[0]} {row[1]} {row[2]}"));
        Assert.Equal(1, one.GetProperty("rows").GetArrayLength());
        Assert.Equal(
            (2, $"ingest: no table 'tmp_1' is configured or in the lake {installation.Lake}; there is customers, log, order_items, people\n"),
            (none.Exit, none.Error));
        Assert.Equal(["2"], await installation.QueryAsync("SELECT count(*) FROM log"));
        Assert.Equal((2, 2), (run.Exit, doctor.Exit));
        Assert.StartsWith("MISSING  source, tables: which tables \"*\" stands for is not known: ", doctor.Out, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task What_the_lake_has_of_a_table_that_is_dropped_is_left(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, """{ "Copy": true, "Except": ["tmp_*"], "Unpaged": true }""");
        await installation.JsonAsync(0, "run");
        Dictionary<string, string> files = installation.LakeFiles();
        await installation.Source.ExecuteAsync("DROP TABLE log");

        CliResult run = await installation.RunAsync("run");
        CliResult one = await installation.RunAsync("run", "--table", "log");

        string sentence = $"ingest: The table 'log' is no longer seen in {installation.SourceName}: what the lake has of it, as log, is left as it is.\n";
        Assert.Equal((0, sentence), (run.Exit, run.Error));
        Assert.Equal((2, sentence), (one.Exit, one.Error));
        Assert.Equal(files, installation.LakeFiles());
        Assert.Equal(["2"], await installation.QueryAsync("SELECT count(*) FROM log"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_table_that_cannot_be_copied_is_told_and_stops_no_other(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(kind, """{ "Copy": true, "Except": ["tmp_*"] }""");

        CliResult dry = await installation.RunAsync("run", "--dry-run");
        CliResult run = await installation.RunAsync("run");
        CliResult doctor = await installation.RunAsync("doctor");
        CliResult verified = await installation.RunAsync("verify");

        const string Sentence = "The table 'log' has no primary key: give it a primary key or a unique index that is NOT NULL, or set Unpaged of '*' to read it in one pass without pages; or leave the table out with Except of \"*\"";
        Assert.Equal((1, $"ingest: {Sentence}.\n"), (dry.Exit, dry.Error));
        Assert.Equal((1, $"ingest: {Sentence}.\n"), (run.Exit, run.Error));
        Assert.Equal(["customers/data.parquet", "order_items/data.parquet", "people/data.parquet"], installation.Objects());
        Assert.Contains($"MISSING  table log, columns: {Sentence}\n", doctor.Out, StringComparison.Ordinal);
        Assert.Contains(Sentence, verified.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Personal_data_is_kept_out_of_whatever_table_has_it(DatabaseKind kind)
    {
        await using Installation installation = await CreateAsync(
            kind, """{ "Copy": true, "Unpaged": true, "Exclude": ["note"], "Hash": { "Columns": ["name"], "KeyEnv": "HASH_KEY" } }""");
        installation.Environment["HASH_KEY"] = "0123456789abcdef";

        JsonElement run = await installation.JsonAsync(0, "run");
        JsonElement again = await installation.JsonAsync(0, "run");

        Assert.Equal((5, 0), (run.Units().Committed, again.Units().Committed));
        Assert.Equal(["id|name"], await installation.QueryAsync("SELECT string_agg(column_name, '|') FROM (DESCRIBE customers)"));
        Assert.Equal(["64"], await installation.QueryAsync("SELECT length(name) FROM customers"));
        Assert.Equal(["id"], await installation.QueryAsync("SELECT string_agg(column_name, '|') FROM (DESCRIBE order_items)"));
        Assert.Equal(["Ada"], await installation.QueryAsync("SELECT name FROM people"));
        Assert.Equal(
            ["open"],
            (await installation.JsonAsync(0, "status")).GetProperty("rows").EnumerateArray().Select(row => row[2].GetString()!).Distinct());
    }

    [SkippableFact]
    public async Task Any_key_will_do_and_what_has_no_snapshots_is_told()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("CREATE TABLE codes (code VARCHAR(10) NOT NULL UNIQUE, ratio FLOAT PRIMARY KEY)");
        await installation.Source.ExecuteAsync("INSERT INTO codes VALUES ('a', 1.5), ('b', 2.5)");
        await installation.Source.ExecuteAsync("CREATE TABLE old (id INT NOT NULL PRIMARY KEY) ENGINE=MyISAM");
        await installation.Source.ExecuteAsync("CREATE TABLE past (id INT NOT NULL PRIMARY KEY, name VARCHAR(10)) WITH SYSTEM VERSIONING");
        await installation.Source.ExecuteAsync("INSERT INTO past VALUES (1, 'a'), (2, 'b')");
        await installation.Source.ExecuteAsync("UPDATE past SET name = 'c' WHERE id = 2");
        await installation.Source.ExecuteAsync("DELETE FROM past WHERE id = 1");
        installation.Table("*", """{ "Copy": true, "Unpaged": true }""");

        CliResult run = await installation.RunAsync("run");

        Assert.Equal(
            (1, $"ingest: The table 'old' of {installation.SourceName} uses the storage engine MyISAM, which has no consistent snapshots: ALTER TABLE ... ENGINE=InnoDB; or leave the table out with Except of \"*\".\n"),
            (run.Exit, run.Error));
        await CopiedRows.EqualAsync(installation, "codes");
        Assert.Equal(["2|c"], await installation.QueryAsync("SELECT * FROM past"));
    }

    [SkippableFact]
    public async Task Names_that_differ_in_case_are_two_where_the_server_has_it_so()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        Skip.IfNot((await installation.Source.QueryAsync("SELECT @@lower_case_table_names"))[0] == "0", "names have no case on this server");
        await installation.Source.ExecuteAsync("CREATE TABLE Orders (id INT NOT NULL PRIMARY KEY)");
        await installation.Source.ExecuteAsync("CREATE TABLE orders (id INT NOT NULL PRIMARY KEY)");
        await installation.Source.ExecuteAsync("CREATE TABLE People (id INT NOT NULL PRIMARY KEY)");
        await installation.Source.ExecuteAsync("INSERT INTO Orders VALUES (1), (2)");
        await installation.Source.ExecuteAsync("INSERT INTO orders VALUES (3)");
        installation.Table("*", """{ "Copy": true }""");

        CliResult both = await installation.RunAsync("run");
        installation.Table("old_orders", """{ "Copy": true, "SourceTable": "Orders" }""");
        installation.Table("humans", """{ "Copy": true, "SourceTable": "people" }""");
        CliResult apart = await installation.RunAsync("run");

        Assert.Equal(1, both.Exit);
        Assert.StartsWith("ingest: The tables 'Orders' and 'orders' of ", both.Error, StringComparison.Ordinal);
        Assert.Equal(
            (1, $"ingest: The table 'people' does not exist in {installation.SourceName}, where names that differ in case are two: set SourceTable of 'humans' to 'People'.\n"),
            (apart.Exit, apart.Error));
        Assert.Equal(["2|1"], await installation.QueryAsync("SELECT (SELECT count(*) FROM old_orders), (SELECT count(*) FROM orders)"));
    }

    [SkippableFact]
    public async Task The_sample_database_comes_whole_value_by_value()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await Sakila.LoadAsync(installation.Source);
        installation.Table("*", """{ "Copy": true }""");

        JsonElement run = await installation.JsonAsync(0, "run");

        string[] tables = [.. installation.Objects().Select(key => key.Split('/')[0])];
        Assert.Equal(16, run.GetProperty("units").Count("committed"));
        Assert.Equal(16, tables.Length);
        foreach (string table in tables)
        {
            await CopiedRows.EqualAsync(installation, table);
        }
    }

    /// <summary>Five tables: with capitals and a dash, without a key, excepted, and one that has an entry of its own; and a view.</summary>
    private static async Task<Installation> CreateAsync(DatabaseKind kind, string every)
    {
        Installation installation = await Installation.CreateAsync(kind);
        string items = kind == DatabaseKind.MariaDb ? "`Order-Items`" : "\"Order-Items\"";
        foreach (string statement in new[]
        {
            "CREATE TABLE Customers (id INT NOT NULL PRIMARY KEY, name VARCHAR(20), note VARCHAR(20))",
            "INSERT INTO Customers VALUES (1, 'Ben', 'late')",
            $"CREATE TABLE {items} (id INT NOT NULL PRIMARY KEY)",
            $"INSERT INTO {items} VALUES (1), (2)",
            "CREATE TABLE log (level INT, message VARCHAR(40))",
            "INSERT INTO log VALUES (1, 'start'), (1, 'start')",
            "CREATE TABLE tmp_1 (id INT NOT NULL PRIMARY KEY)",
            "CREATE TABLE raw_people (id INT NOT NULL PRIMARY KEY, full_name VARCHAR(20))",
            "INSERT INTO raw_people VALUES (1, 'Ada')",
            "CREATE VIEW seen AS SELECT * FROM log",
        })
        {
            await installation.Source.ExecuteAsync(statement);
        }

        installation.Table("people", """{ "Copy": true, "SourceTable": "raw_people", "Rename": { "full_name": "name" } }""");
        installation.Table("*", every);
        return installation;
    }
}
