using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Tables that are refused, each with a sentence, and names that are not what they seem.</summary>
public abstract class TableResolverTests(TestSource source)
{
    [SkippableFact]
    public async Task A_missing_table_is_refused() =>
        await RefusedAsync(TestSource.Readings("absent"), "The table 'absent' does not exist in ", ": check SourceTable of 'absent'.");

    [SkippableFact]
    public async Task A_missing_column_is_refused_with_those_that_there_are()
    {
        await source.CreateReadingsAsync("missing", []);

        await RefusedAsync(
            TestSource.Readings("missing") with { Columns = ["sensr"] },
            "The table 'missing' has no column 'sensr', which Columns of 'missing' names; it has id, sensor, received_at, payload.");
    }

    [SkippableFact]
    public async Task A_view_is_refused()
    {
        await source.CreateReadingsAsync("viewed", []);
        await source.ExecuteAsync("CREATE VIEW a_view AS SELECT * FROM viewed");

        await RefusedAsync(TestSource.Readings("a_view"), " is a view: name the table that it reads.");
    }

    [SkippableFact]
    public async Task A_key_must_be_unique_and_not_null_and_in_the_order_of_its_index()
    {
        await source.ExecuteAsync("CREATE TABLE keys1 (a INT NOT NULL, b INT NOT NULL, c INT, d INT NOT NULL, PRIMARY KEY (a, b), UNIQUE (c))");
        await source.ExecuteAsync("CREATE INDEX keys1_d ON keys1 (d)");

        await RefusedAsync(TestSource.Copy("keys1", "b", "a"), "The key (b, a) of 'keys1' is no primary key or unique index in that order: set Key of 'copied' to (a, b).");
        await RefusedAsync(TestSource.Copy("keys1", "d"), "The key (d) of 'keys1' is no primary key or unique index in that order: set Key of 'copied' to (a, b).");
        await RefusedAsync(TestSource.Copy("keys1", "c"), "The key (c) of 'keys1' may be NULL: set Key of 'copied' to (a, b).");
    }

    [SkippableFact]
    public async Task A_table_without_a_key_is_told_what_is_possible()
    {
        await source.ExecuteAsync("CREATE TABLE keyless (a INT, b INT NOT NULL, payload BLOB, UNIQUE (a))");

        const string Unpaged = "give it a primary key or a unique index that is NOT NULL, or set Unpaged of 'copied' to read it in one pass without pages.";
        await RefusedAsync(TestSource.Copy("keyless"), $"The table 'keyless' has no primary key: {Unpaged}");
        await RefusedAsync(TestSource.Copy("keyless", "a"), $"The key (a) of 'keyless' may be NULL: {Unpaged}");
        await RefusedAsync(TestSource.Copy("keyless", "b"), $"The key (b) of 'keyless' is no primary key or unique index in that order: {Unpaged}");
        await RefusedAsync(TestSource.Blocks("keyless") with { Columns = [] }, "The table 'keyless' has no primary key: give it a primary key.");
    }

    [SkippableFact]
    public async Task Unpaged_is_advised_against_where_there_is_a_key()
    {
        await source.ExecuteAsync("CREATE TABLE keyed (a INT NOT NULL, b REAL NOT NULL, UNIQUE (a), UNIQUE (b))");
        await source.ExecuteAsync("CREATE TABLE unkeyed (a INT, b REAL NOT NULL, UNIQUE (a), UNIQUE (b))");
        await using ISourceDatabase database = source.Open();

        SourceTable keyed = await database.ResolveAsync(TestSource.Copy("keyed") with { Unpaged = true }, CancellationToken.None);
        SourceTable unkeyed = await database.ResolveAsync(TestSource.Copy("unkeyed") with { Unpaged = true }, CancellationToken.None);

        Assert.Equal(["The table 'keyed' has the key (a): leave Unpaged of 'copied' out, and it is read in pages."], keyed.Advice);
        Assert.Empty(unkeyed.Advice);
        Assert.Equal((0, 0), (keyed.Key.Count, unkeyed.Key.Count));
    }

    [SkippableFact]
    public async Task A_table_without_an_entry_is_read_by_the_first_key_that_will_do_and_without_pages_where_there_is_none()
    {
        await source.ExecuteAsync("CREATE TABLE unnamed_keyed (a INT NOT NULL, b INT NOT NULL, c REAL NOT NULL, UNIQUE (c), UNIQUE (b, a))");
        await source.ExecuteAsync("CREATE TABLE unnamed_primary (a INT NOT NULL UNIQUE, z INT NOT NULL PRIMARY KEY)");
        await source.ExecuteAsync("CREATE TABLE unnamed_keyless (a INT, UNIQUE (a))");
        await using ISourceDatabase database = source.Open();

        Assert.Equal(["b", "a"], await KeyAsync(database, "unnamed_keyed"));
        Assert.Equal(["z"], await KeyAsync(database, "unnamed_primary"));
        Assert.Empty(await KeyAsync(database, "unnamed_keyless"));
        await RefusedAsync(
            TestSource.Copy("unnamed_keyless") with { IsUnnamed = true },
            "or set Unpaged of '*' to read it in one pass without pages; or leave the table out with Except of \"*\".");
    }

    [SkippableFact]
    public async Task What_is_said_of_columns_holds_for_a_table_without_an_entry_where_it_has_them()
    {
        await source.ExecuteAsync("CREATE TABLE unnamed_personal (id INT NOT NULL PRIMARY KEY, email VARCHAR(20), note VARCHAR(20))");
        await using ISourceDatabase database = source.Open();
        TableSpec spec = TestSource.Copy("unnamed_personal") with
        {
            IsUnnamed = true,
            Exclude = ["NOTE", "nowhere"],
            Hash = new HashSpec(["Email", "phone"], new byte[16]),
        };

        SourceTable table = await database.ResolveAsync(spec, CancellationToken.None);

        Assert.Equal(["id", "email"], table.Carried.Select(position => table.Selected[position].Name));
        Assert.Equal(["email"], table.Hashed.Select(position => table.Selected[position].Name));
        await RefusedAsync(spec with { Hash = new HashSpec(["id"], new byte[16]) }, "The column 'id' of 'unnamed_personal' cannot be hashed");
    }

    private static async Task<IEnumerable<string>> KeyAsync(ISourceDatabase database, string name)
    {
        SourceTable table = await database.ResolveAsync(TestSource.Copy(name) with { IsUnnamed = true, Unpaged = true }, CancellationToken.None);
        return table.Key.Select(position => table.Selected[position].Name);
    }

    [SkippableTheory]
    [InlineData("blocks1", "a INT NOT NULL, b INT NOT NULL, payload BLOB, PRIMARY KEY (a, b)", "(a, b)")]
    [InlineData("blocks2", "a VARCHAR(20) NOT NULL, b INT NOT NULL, payload BLOB, PRIMARY KEY (a)", "(a)")]
    [InlineData("blocks3", "a DATETIME NOT NULL, b INT NOT NULL, payload BLOB, PRIMARY KEY (a)", "(a)")]
    public async Task Blocks_are_cut_from_a_key_of_one_integer_column(string name, string columns, string key)
    {
        await source.ExecuteAsync($"CREATE TABLE {name} ({columns})");

        await RefusedAsync(
            TestSource.Blocks(name) with { Columns = [] },
            $"The key {key} of '{name}' is not one integer column, which '{name}' needs to be cut into blocks of keys: give it Time, the column whose day decides which unit a row belongs to, or name a unique integer column as Key.");
    }

    [SkippableFact]
    public async Task A_payload_must_be_bytes()
    {
        await source.ExecuteAsync("CREATE TABLE texts (id BIGINT NOT NULL, received_at DATETIME, sensor INT, payload TEXT, PRIMARY KEY (id))");

        await RefusedAsync(TestSource.Readings("texts"), "The payload column 'payload' of 'texts' has the type ", ": payloads are bytes, in a BLOB, BINARY or VARBINARY column.");
    }

    [SkippableFact]
    public async Task A_time_column_must_be_what_the_configuration_says()
    {
        await source.CreateReadingsAsync("times", []);

        await RefusedAsync(TestSource.Readings("times") with { Time = new TimeSpec("sensor") }, "does not hold dates or times: set Time.As when it holds an epoch.");
        await RefusedAsync(TestSource.Readings("times") with { Time = new TimeSpec("received_at", TimeEncoding.EpochS) }, "does not hold integers: Time.As must be datetime for dates and times.");
    }

    [SkippableFact]
    public async Task Names_that_collide_in_the_lake_are_refused()
    {
        await source.ExecuteAsync("CREATE TABLE names (id BIGINT NOT NULL PRIMARY KEY, \u0061b INT, date INT, time INT, temperature INT, payload BLOB)");
        TableSpec spec = TestSource.Readings("names") with { Time = null };

        await RefusedAsync(spec with { Columns = ["date"] }, "The column 'date' of 'names' would be 'date' in the lake, which is the partition column");
        await RefusedAsync(spec with { Columns = ["time"] }, "would be 'time' in the lake, which is the time of each sample");
        await RefusedAsync(spec with { Columns = ["temperature"] }, "would be 'temperature' in the lake, which is the channel 'temperature'");
        await RefusedAsync(spec with { Columns = ["ab", "AB"] }, "would be 'ab' in the lake, which is the column 'ab'");
    }

    [SkippableFact]
    public async Task A_time_column_without_an_index_is_warned_of()
    {
        await source.CreateReadingsAsync("plain", [(1, 2, "2021-01-01 00:00:00", "0A")], index: false);
        await source.CreateReadingsAsync("indexed", []);
        await using ISourceDatabase database = source.Open();

        SourceTable plain = await database.ResolveAsync(TestSource.Readings("plain"), CancellationToken.None);

        Assert.StartsWith("The time column 'received_at' of 'plain' has no index, so every unit reads the whole table: CREATE INDEX", Assert.Single(plain.Warnings), StringComparison.Ordinal);
        Assert.Equal(["1 | 2 | 0x0A"], await source.ReadAsync(TestSource.Readings("plain"), UnitInterval.Of(new DateOnly(2021, 1, 1))));
        Assert.Empty((await database.ResolveAsync(TestSource.Readings("indexed"), CancellationToken.None)).Warnings);
    }

    [SkippableFact]
    public async Task Names_are_found_whatever_their_case_and_spelt_as_the_schema_does()
    {
        await source.CreateReadingsAsync("spelling", []);
        await using ISourceDatabase database = source.Open();

        SourceTable table = await database.ResolveAsync(TestSource.Readings("spelling") with { Key = ["ID"], Columns = ["Sensor"] }, CancellationToken.None);

        Assert.Equal(["id", "sensor", "payload"], table.Selected.Select(column => column.Name));
    }

    [SkippableFact]
    public async Task Names_cannot_break_out_of_their_quotes()
    {
        string table = source is MariaDbSource ? "`we\"ird `` '; DROP`" : "\"we\"\"ird ` '; DROP\"";
        string column = source is MariaDbSource ? "`a``b\"c'd@x?`" : "\"a`b\"\"c'd@x?\"";
        await source.ExecuteAsync($"CREATE TABLE {table} (id INT NOT NULL PRIMARY KEY, {column} INT)");
        await source.ExecuteAsync($"INSERT INTO {table} VALUES (1, 10), (2, 20)");

        Assert.Equal(["1 | 10", "2 | 20"], await source.ReadAsync(TestSource.Copy("we\"ird ` '; DROP", "id"), UnitInterval.Whole));
    }

    protected async Task RefusedAsync(TableSpec spec, params string[] parts)
    {
        await source.ExecuteAsync("CREATE TABLE IF NOT EXISTS any_table (id INT)");
        await using ISourceDatabase database = source.Open();
        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => database.ResolveAsync(spec, CancellationToken.None));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.All(parts, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }
}

public sealed class MariaDbTableResolverTests(MariaDbSource source) : TableResolverTests(source), IClassFixture<MariaDbSource>
{
    private readonly MariaDbSource _source = source;

    [SkippableTheory]
    [InlineData("MyISAM")]
    [InlineData("Aria")]
    [InlineData("MEMORY")]
    public async Task An_engine_without_snapshots_is_refused(string engine)
    {
        await _source.ExecuteAsync($"CREATE TABLE engine_{engine} (id INT NOT NULL PRIMARY KEY) ENGINE = {engine}");

        await RefusedAsync(TestSource.Copy($"engine_{engine}", "id"), $" uses the storage engine {engine}, which has no consistent snapshots");
    }

    [SkippableFact]
    public async Task Types_without_a_place_in_the_lake_or_in_a_key_are_refused()
    {
        await _source.ExecuteAsync("CREATE TABLE odd (id INT NOT NULL PRIMARY KEY, place POINT, wide DECIMAL(39,0) NOT NULL, real_key DOUBLE NOT NULL, UNIQUE (real_key), UNIQUE (wide))");

        var schema = new TableSchema(
            "odd", null, [new("id", "int(11)", false), new("place", "xmltype", true)], ["id"], [new SchemaIndex("PRIMARY", true, ["id"])]);
        IngestException unknown = Assert.Throws<IngestException>(
            () => TableResolver.Resolve(TestSource.Copy("odd", "id") with { Columns = ["place"] }, schema, new MySqlDialect()));
        Assert.StartsWith("The column 'place' of 'odd' has the type xmltype, which has no place in the lake: leave the column out of Columns", unknown.Message, StringComparison.Ordinal);
        await RefusedAsync(TestSource.Copy("odd", "wide") with { Columns = [] }, "The key column 'wide' of 'odd' has the type decimal(39,0), which has no reliable order");
        await RefusedAsync(TestSource.Copy("odd", "real_key") with { Columns = [] }, "The key column 'real_key' of 'odd' has the type double, which has no reliable order");
    }
}

public sealed class SqliteTableResolverTests(SqliteFileSource source) : TableResolverTests(source), IClassFixture<SqliteFileSource>
{
    private readonly SqliteFileSource _source = source;

    [Theory]
    [InlineData("INTEGER", "'abc'", "The column 'v' (INTEGER) of 'misfit1' holds text where an integer is declared in the row with the key 7: correct that row.")]
    [InlineData("DECIMAL(4,1)", "0.25", "The column 'v' (DECIMAL(4,1)) of 'misfit2' holds 0.25, which is no decimal(4,1) in the row with the key 7: correct that row.")]
    [InlineData("DATETIME", "'yesterday'", "The column 'v' (DATETIME) of 'misfit3' holds 'yesterday', which is no UTC time like 2021-01-31 23:59:59.123456 in the row with the key 7: correct that row.")]
    [InlineData("DATETIME", "'2021-01-01 00:00:00+02:00'", "which is no UTC time")]
    [InlineData("DATE", "'2021-02-29'", "holds '2021-02-29', which is no date like 2021-01-31")]
    [InlineData("TEXT", "x'00'", "holds a blob where text is declared")]
    public async Task A_value_that_does_not_fit_its_declared_type_is_refused(string type, string value, string sentence)
    {
        string table = sentence.Split('\'') is [_, "v", _, var named, ..] && named.StartsWith("misfit", StringComparison.Ordinal) ? named : $"misfit_{Math.Abs(value.GetHashCode(StringComparison.Ordinal))}";
        await _source.ExecuteAsync($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, v {type})");
        await _source.ExecuteAsync($"INSERT INTO {table} VALUES (7, {value})");

        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => _source.ReadAsync(TestSource.Copy(table, "id"), UnitInterval.Whole));

        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_sqlite_does_not_know_is_refused()
    {
        await _source.ExecuteAsync("CREATE TABLE unknown_type (id INTEGER PRIMARY KEY, v GEOMETRY)");

        await RefusedAsync(TestSource.Copy("unknown_type", "id"), "The column 'v' of 'unknown_type' has the type GEOMETRY, which has no place in the lake");
    }
}
