using System.Data.Common;
using System.Text.Json;
using Ingest.Host.Tests.Commands;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A decoded table without a time column: its units are blocks of keys.</summary>
public sealed class KeyBlockTests
{
    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_backfill_brings_every_block_and_a_second_finds_nothing_to_do(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, Keys(3, 24));

        JsonElement first = await installation.JsonAsync(0, "backfill");
        Dictionary<string, string> files = installation.LakeFiles();
        JsonElement second = await installation.JsonAsync(0, "backfill");

        Assert.Equal((3, 3, 0, 0, 0), first.Units());
        Assert.Equal((22, 22, 22, 0), (first.Count("rows"), first.Count("samples"), first.Count("points"), first.Count("rejected")));
        Assert.Equal(
            [
                "readings/date=20210101/k000000.parquet", "readings/date=20210102/k000000.parquet",
                "readings/date=20210103/k000001.parquet", "readings/date=20210104/k000001.parquet", "readings/date=20210105/k000002.parquet",
            ],
            installation.Objects());
        await Keyed.AssertSameAsync(installation);
        Assert.Equal((3, 0, 3, 0, 0), second.Units());
        Assert.Equal(files, installation.LakeFiles());
        Assert.Equal(["k000000 closed 7", "k000001 closed 10", "k000002 open 5"], await StatusAsync(installation));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_routine_run_takes_new_rows_late_ones_and_gaps_and_nothing_else(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, Keys(0, 8).Concat(Keys(10, 24)));
        await installation.JsonAsync(0, "backfill");

        // Two more in the newest block, then 31 and 77; a block that was full gets its last row late.
        await Keyed.AddAsync(installation, 25, 26, 31, 77, 9);
        JsonElement dry = await installation.JsonAsync(0, "run", "--dry-run");
        JsonElement run = await installation.JsonAsync(0, "run");
        await Keyed.AssertSameAsync(installation);
        JsonElement again = await installation.JsonAsync(0, "run");

        Assert.Equal(["k000007 not in the lake 1", "k000003 not in the lake 1", "k000002 source changed 7", "k000000 source changed 10"], Planned(dry));
        Assert.Equal((5, 4, 1, 0, 0), run.Units());
        Assert.Equal(19, run.Count("rows"));
        Assert.Equal((5, 0, 5, 0, 0), again.Units());
        Assert.Equal(
            ["k000000 closed 10", "k000001 closed 10", "k000002 closed 7", "k000003 closed 1", "k000007 open 1"], await StatusAsync(installation));
    }

    [SkippableFact]
    public async Task A_transaction_that_took_lower_keys_and_commits_late_is_in_the_lake_after_the_next_run()
    {
        await using Installation installation = await Keyed.CreateAsync(DatabaseKind.MariaDb);
        // Long after Lookback as the fingerprints see it: only that a block has not settled asks for another look.
        Keyed.Configure(installation, """{ "Settle": "1h", "Lookback": "0s" }""");
        await using DbConnection slow = await installation.Source.ConnectAsync();
        await using DbTransaction transaction = await slow.BeginTransactionAsync();
        await using DbCommand insert = slow.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO readings SELECT 4, 7, '20210101', 4, payload FROM (SELECT x'"
            + Convert.ToHexString(SingleSample.Of(Keyed.Day, 4)) + "' AS payload) AS one";
        await insert.ExecuteNonQueryAsync();
        await Keyed.AddAsync(installation, 3, 5, 12, 23, 31);

        await installation.JsonAsync(0, "run");
        await Keyed.AssertSameAsync(installation);
        string[] before = await StatusAsync(installation);
        await transaction.CommitAsync();
        JsonElement after = await installation.JsonAsync(0, "run");
        await Keyed.AssertSameAsync(installation);

        Assert.Equal(["k000000 open 2", "k000001 open 1", "k000002 open 1", "k000003 open 1"], before);
        Assert.Equal((4, 1, 3, 0, 0), after.Units());
        Assert.Equal(3, after.Count("rows"));
        Assert.Equal(["3", "4", "5", "12", "23", "31"], await installation.QueryAsync("SELECT id FROM readings ORDER BY id"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_row_in_a_block_that_left_long_ago_is_for_a_backfill_or_its_unit(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        Keyed.Configure(installation, """{ "Lookback": "0s", "Audit": 0 }""");
        await Keyed.AddAsync(installation, 3, 12, 25);
        await installation.JsonAsync(0, "backfill");

        await Keyed.AddAsync(installation, 4, 13);
        JsonElement routine = await installation.JsonAsync(0, "run");
        JsonElement one = await installation.JsonAsync(0, "run", "--unit", "k000001");
        await Keyed.AssertSameAsync(installation, "id > 9");
        JsonElement all = await installation.JsonAsync(0, "backfill");
        await Keyed.AssertSameAsync(installation);

        Assert.Equal((1, 0, 1, 0, 0), routine.Units());
        Assert.Equal((1, 1, 0, 0, 0), one.Units());
        Assert.Equal((3, 1, 2, 0, 0), all.Units());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_routine_run_of_an_empty_lake_takes_the_newest_blocks_and_says_what_it_leaves(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, Enumerable.Range(0, 20).Select(block => 100m * block));

        CliResult run = await installation.RunAsync("run");
        JsonElement again = await installation.JsonAsync(0, "run");
        await Keyed.AssertSameAsync(installation, "id >= 400");
        JsonElement rest = await installation.JsonAsync(0, "backfill");
        await Keyed.AssertSameAsync(installation);

        Assert.Equal((0, "ingest: 4 older units of the source are not in the lake; `ingest backfill` brings them.\n"), (run.Exit, run.Error));
        Assert.Equal((16, 0, 16, 0, 0), again.Units());
        Assert.Equal(4, again.GetProperty("units").Count("outside_lookback"));
        Assert.Equal((20, 4, 16, 0, 0), rest.Units());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb, "BIGINT", "-9223372036854775808 -11 -10 -1 0 1 999999999999999 9223372036854775807",
        "k-922337203685477581 k-000002 k-000001 k000000 k99999999999999 k922337203685477580")]
    [InlineData(DatabaseKind.Sqlite, "BIGINT", "-9223372036854775808 -11 -10 -1 0 1 999999999999999 9223372036854775807",
        "k-922337203685477581 k-000002 k-000001 k000000 k99999999999999 k922337203685477580")]
    [InlineData(DatabaseKind.MariaDb, "BIGINT UNSIGNED", "0 5 9223372036854775807 9223372036854775808 18446744073709551600 18446744073709551615",
        "k000000 k922337203685477580 k1844674407370955160 k1844674407370955161")]
    [InlineData(DatabaseKind.MariaDb, "INT", "-2147483648 7 2147483647", "k-214748365 k000000 k214748364")]
    [InlineData(DatabaseKind.MariaDb, "TINYINT UNSIGNED", "0 255", "k000000 k000025")]
    public async Task Keys_of_any_size_and_sign_lie_in_blocks_and_gaps_between_them_are_none(
        DatabaseKind kind, string type, string keys, string units)
    {
        await using Installation installation = await Keyed.CreateAsync(kind, type);
        decimal[] ids = [.. keys.Split(' ').Select(key => decimal.Parse(key, null))];
        await Keyed.AddAsync(installation, ids);

        JsonElement first = await installation.JsonAsync(0, "backfill");
        JsonElement second = await installation.JsonAsync(0, "backfill");
        await Keyed.AssertSameAsync(installation);
        JsonElement one = await installation.JsonAsync(0, "run", "--unit", units.Split(' ')[0]);

        int blocks = units.Split(' ').Length;
        Assert.Equal((blocks, blocks, 0, 0, 0), first.Units());
        Assert.Equal(ids.Length, first.Count("rows"));
        Assert.Equal((blocks, 0, blocks, 0, 0), second.Units());
        Assert.Equal((1, 0, 1, 0, 0), one.Units());
        Assert.Equal(units.Split(' '), (await StatusAsync(installation)).Select(unit => unit.Split(' ')[0]));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Another_decoder_runs_every_block_again_and_another_size_is_refused(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, 3, 12, 25);
        await installation.JsonAsync(0, "backfill");

        Keyed.Configure(installation, """{ "Lookback": "0s", "SortBy": ["time"] }""");
        JsonElement decoder = await installation.JsonAsync(0, "run");
        Dictionary<string, string> files = installation.LakeFiles();
        Keyed.Configure(installation, """{ "KeyBlock": 20 }""");
        JsonElement size = await installation.JsonAsync(2, "run");
        Keyed.Configure(installation, """{ "Key": ["ID"] }""");
        await installation.JsonAsync(0, "run");

        Assert.Equal((3, 3, 0, 0, 0), decoder.Units());
        string schema = kind == DatabaseKind.Sqlite ? "source.db" : installation.Source.Url.Split('/')[^1];
        Assert.Equal(
            [
                $"Table readings in {installation.Lake} was made from {schema}.readings (units: block of 10 by id; partitions: date=yyyyMMdd; path: readings), "
                + $"and the configuration now says {schema}.readings (units: block of 20 by id; partitions: date=yyyyMMdd; path: readings): every row would be "
                + "there twice. Give the table another name and Path, or put the configuration back.",
            ],
            size.Reasons());
        Assert.Equal(files.Keys.Order(), installation.LakeFiles().Keys.Order());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_closed_block_that_shrinks_is_left_alone_and_an_open_one_when_it_falls_to_none(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, Keys(0, 25));
        await installation.JsonAsync(0, "backfill");

        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id IN (3, 22, 23)");
        JsonElement fewer = await installation.JsonAsync(1, "run");
        await Keyed.AssertSameAsync(installation, "id > 9");
        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id > 15");
        JsonElement restored = await installation.JsonAsync(1, "run");
        JsonElement followed = await installation.JsonAsync(0, "run", "--accept-shrink");
        await Keyed.AssertSameAsync(installation);

        Assert.Equal((3, 1, 1, 0, 1), fewer.Units());
        Assert.Equal(
            ["readings/k000000: the source has 9 rows and the lake was made from 10; the lake was left alone. If the rows are meant to be "
             + "gone, run `ingest run --table readings --unit k000000 --accept-shrink`."],
            fewer.Reasons());
        // The highest key went back into a block that was closed, which is no leave to follow it.
        Assert.Equal((3, 0, 0, 0, 3), restored.Units());
        Assert.Equal(
            ["readings/k000000: the source has 9 rows", "readings/k000001: the source has 6 rows", "readings/k000002: the source has 0 rows"],
            restored.Reasons().Order(StringComparer.Ordinal).Select(reason => reason.Split(" and ")[0]));
        Assert.Equal((3, 3, 0, 0, 0), followed.Units());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Rows_after_a_restored_copy_are_taken_though_their_block_was_closed_long_ago(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        Keyed.Configure(installation, """{ "Lookback": "0s" }""");
        await Keyed.AddAsync(installation, 1, 12, 13, 25);
        await installation.JsonAsync(0, "backfill");

        await installation.Source.ExecuteAsync("DELETE FROM readings WHERE id = 25");
        await installation.JsonAsync(1, "run");
        await Keyed.AddAsync(installation, 14);
        await installation.JsonAsync(1, "run");
        string[] opened = await StatusAsync(installation);
        await Keyed.AddAsync(installation, 15, 26);
        JsonElement moved = await installation.JsonAsync(0, "run");
        await Keyed.AssertSameAsync(installation);

        Assert.Equal(["k000000 closed 1", "k000001 open 3", "k000002 open 1"], opened);
        Assert.Equal((2, 2, 0, 0, 0), moved.Units());
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task Rejects_of_a_block_have_no_date_and_its_event_times_end_with_the_century(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, 3, 12);
        await Keyed.AddAsync(installation, 4, new DateTime(2099, 12, 31, 23, 59, 59, DateTimeKind.Utc));
        await Keyed.AddAsync(installation, 5, new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Keyed.AddAsync(installation, 13, Keyed.Day, [1, 2, 3]);

        JsonElement result = await installation.JsonAsync(0, "backfill");
        await Keyed.AssertSameAsync(installation, "id NOT IN (5, 13)");

        Assert.Equal((5, 3, 2), (result.Count("rows"), result.Count("points"), result.Count("rejected")));
        Assert.Equal(
            [
                "readings_rejects/date=__HIVE_DEFAULT_PARTITION__/k000000.parquet",
                "readings_rejects/date=__HIVE_DEFAULT_PARTITION__/k000001.parquet",
            ],
            installation.Objects().Where(path => path.StartsWith("readings_rejects", StringComparison.Ordinal)));
        Assert.Equal(
            ["5|event time 2100-01-01T00:00:00.000000Z is not before 2100-01-01|true"],
            await installation.QueryAsync("SELECT key, reason, date IS NULL FROM readings_rejects WHERE key = '5'"));
        Assert.Equal(["2"], await installation.QueryAsync("SELECT count(*) FROM readings_rejects WHERE date IS NULL"));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task A_lake_of_blocks_is_verified_and_repaired(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        // Below zero and above six digits, names do not sort as blocks do.
        await Keyed.AddAsync(installation, -25, -12, 3, 9_999_990, 10_000_000, 10_000_025);
        await Keyed.AddAsync(installation, 5, Keyed.Day, [1, 2, 3]);
        await installation.JsonAsync(0, "run", "--unit", "k-000002");
        JsonElement behind = await installation.JsonAsync(3, "verify");
        await installation.JsonAsync(0, "backfill");
        foreach (string level in (string[])["counts", "rows", "values"])
        {
            Assert.Empty(Differences(await installation.JsonAsync(0, "verify", "--level", level)));
        }

        await installation.Source.ExecuteAsync("INSERT INTO readings SELECT 4, sensor_id, taken, 4, @0 FROM readings WHERE id = 3", SingleSample.Of(Keyed.Day, 4));
        await installation.Source.ExecuteAsync("INSERT INTO readings SELECT 10000026, sensor_id, taken, 26, payload FROM readings WHERE id = 10000025");
        File.Delete(Path.Combine(installation.Lake, installation.Objects().Single(path => path.EndsWith("k-000002.parquet", StringComparison.Ordinal))));
        JsonElement found = await installation.JsonAsync(3, "verify");
        JsonElement mended = await installation.JsonAsync(0, "verify", "--repair");
        await Keyed.AssertSameAsync(installation, "id NOT IN (5, 10000026)");

        Assert.Equal(["missing k000000", "missing k999999", "missing k1000000"], Differences(behind).Reverse());
        Assert.Equal(["source k000000", "object k-000002"], Differences(found));
        Assert.Equal(2, mended.GetProperty("units").Count("repaired"));
        Assert.Empty(Differences(await installation.JsonAsync(0, "verify", "--level", "values")));
    }

    [SkippableTheory]
    [InlineData(DatabaseKind.MariaDb)]
    [InlineData(DatabaseKind.Sqlite)]
    public async Task What_a_table_of_blocks_cannot_do_is_told(DatabaseKind kind)
    {
        await using Installation installation = await Keyed.CreateAsync(kind);
        await Keyed.AddAsync(installation, 3, 25);

        Assert.Equal(
            ["Table readings has no Time, and its units, blocks of keys, have no dates: leave --from and --to out to take all of them, or name one as in `--table readings --unit k000042`."],
            (await installation.JsonAsync(2, "backfill", "--from", "2021-01-01")).Reasons());
        Assert.Equal(
            ["Table readings has no unit k000001: the source has blocks from k000000 to k000002."],
            (await installation.JsonAsync(2, "run", "--unit", "k000001")).Reasons());
        Assert.Equal(
            ["Table readings has a unit a block of keys, such as k000042, and none that is called 20210101."],
            (await installation.JsonAsync(2, "run", "--unit", "20210101")).Reasons());
        Keyed.Configure(installation, """{ "Key": ["taken"] }""");
        await installation.Source.ExecuteAsync("CREATE TABLE other (taken CHAR(8) NOT NULL PRIMARY KEY, id INT, sensor_id INT, payload BLOB)");
        Keyed.Configure(installation, """{ "SourceTable": "other" }""");
        Assert.Equal(
            ["The key (taken) of 'other' is not one integer column, which 'readings' needs to be cut into blocks of keys: give it Time, the column whose day decides which unit a row belongs to, or name a unique integer column as Key."],
            (await installation.JsonAsync(2, "run")).Reasons());
    }

    [Fact]
    public async Task A_key_that_is_no_integer_is_told_and_not_passed_over()
    {
        await using Installation installation = await Keyed.CreateAsync(DatabaseKind.Sqlite);
        await Keyed.AddAsync(installation, 3, 9, 25);
        await installation.Source.ExecuteAsync("INSERT INTO readings (id, sensor_id) VALUES (8.5, 1)");
        string[] between = (await installation.JsonAsync(1, "backfill")).Reasons();
        await installation.Source.ExecuteAsync("INSERT INTO readings (id, sensor_id) VALUES ('abc', 1)");
        string[] text = (await installation.JsonAsync(2, "backfill")).Reasons();

        Assert.Contains("holds a real number where an integer is declared", Assert.Single(between), StringComparison.Ordinal);
        Assert.Equal(["The key column 'id' of 'readings' holds 'abc', which is no integer: correct or delete that row."], text);
    }

    private static string[] Differences(JsonElement result) =>
    [
        .. result.GetProperty("differences").EnumerateArray()
            .Select(found => $"{found.GetProperty("kind").GetString()} {found.GetProperty("unit").GetString()}"),
    ];

    private static IEnumerable<decimal> Keys(int first, int last) => Enumerable.Range(first, last - first + 1).Select(id => (decimal)id);

    private static async Task<string[]> StatusAsync(Installation installation) =>
    [
        .. (await installation.JsonAsync(0, "status")).GetProperty("rows").EnumerateArray().Select(row => $"{row[1]} {row[2]} {row[3]}"),
    ];

    private static string[] Planned(JsonElement result) =>
    [
        .. result.GetProperty("units").EnumerateArray().Select(unit =>
            $"{unit.GetProperty("unit")} {unit.GetProperty("reason")} {unit.GetProperty("rows")}"),
    ];
}
