using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>Of every kind of key, every row of the snapshot comes once and in the server's own order, whatever the page size and
/// whatever others write between the pages.</summary>
public abstract class KeyPagingTests(TestSource source)
{
    /// <summary>Writes between the pages, at most.</summary>
    private const int StrikesMax = 60;

    private static readonly int[] RowsOfAQuery = [1, 2, 7, 1000];

    [SkippableFact]
    public Task An_integer() => EveryRowOnceAsync(
        "ints", "id BIGINT NOT NULL", "PRIMARY KEY (id)", ["id"],
        [.. Values(83, i => $"{i - 40}"), "-9223372036854775808", "9223372036854775807", "-2147483649", "2147483648"]);

    [SkippableFact]
    public Task Many_integers() => EveryRowOnceAsync(
        "many", "id INT NOT NULL", "PRIMARY KEY (id)", ["id"], Values(5003, i => $"{(i * 3) - 5000}"));

    [SkippableFact]
    public Task A_date() => EveryRowOnceAsync(
        "dates", "k DATE NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"'{new DateOnly(1969, 12, 1).AddDays(i):yyyy-MM-dd}'"), "'1000-01-01'", "'9999-12-31'", "'2024-02-29'", "'2024-03-01'"]);

    [SkippableFact]
    public Task A_time() => EveryRowOnceAsync(
        "times", $"k DATETIME{source.Fraction} NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"'1970-01-01 00:00:00.{i:D6}'"), "'1969-12-31 23:59:59.999999'", "'1000-01-01 00:00:00.000000'", "'9999-12-31 23:59:59.999999'"]);

    [SkippableFact]
    public Task Text_that_tells_no_case_apart() => EveryRowOnceAsync(
        "caseless", $"k {source.CaselessText} NOT NULL", "PRIMARY KEY (k)", ["k"],
        Values(67, i => $"'{(i % 2 == 0 ? 'a' : 'A')}{i % 5}{(i % 3 == 0 ? 'b' : 'B')}{i:D2}'"));

    [SkippableFact]
    public Task Text_of_every_kind_of_character() => EveryRowOnceAsync(
        "characters", $"k {source.ExactText} NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(41, i => $"'{char.ConvertFromUtf32(0x1F600 + i)}'"), "''", "'😀😀'", "'😀a'", "'\uFFFD'", "'\uE000'", "'é'", "'e'", "'E'", "'''\"`%_?@key0'"]);

    [SkippableFact]
    public Task Bytes() => EveryRowOnceAsync(
        "bytes", "k VARBINARY(20) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(41, i => $"x'{(i * 5) + 1:X2}{i % 3:X2}'"), "x''", "x'00'", "x'0000'", "x'000000'", "x'FF'", "x'FFFF'", "x'FF00'", "x'20'", "x'2000'", "x'61'", "x'6120'", "x'41'"]);

    [SkippableFact]
    public Task Three_columns() => EveryRowOnceAsync(
        "threes", $"a INT NOT NULL, b {source.CaselessText} NOT NULL, c DATETIME NOT NULL", "PRIMARY KEY (a, b, c)", ["a", "b", "c"],
        Values(125, i => $"{(i / 25) - 2}, '{(i % 2 == 0 ? 'n' : 'N')}{i / 5 % 5}', '2021-01-01 00:00:{i % 5:D2}'"));

    [SkippableFact]
    public Task A_unique_index_in_another_order_than_the_columns() => EveryRowOnceAsync(
        "seconds", $"id INT NOT NULL, a INT NOT NULL, b {source.CaselessText} NOT NULL", "PRIMARY KEY (id), UNIQUE (b, a)", ["b", "a"],
        Values(99, i => $"{i * 31 % 99}, {i % 10}, 'x{i / 10}'"));

    [SkippableFact]
    public async Task The_row_of_a_key_is_found_and_no_other()
    {
        await source.ExecuteAsync($"CREATE TABLE finds (k {source.CaselessText} NOT NULL PRIMARY KEY, v INT)");
        await source.ExecuteAsync("INSERT INTO finds VALUES ('é', 1), ('?', 2), ('it''s', 3)");

        Assert.Equal(["é | 1"], await FindAsync("finds", "é"));
        Assert.Equal(["it's | 3"], await FindAsync("finds", "it's"));
        Assert.Empty(await FindAsync("finds", "absent"));
        Assert.Empty(await FindAsync("finds", "😀"));
    }

    /// <param name="name">Of the tables.</param>
    /// <param name="columns">Declared, as they are in the table.</param>
    /// <param name="constraint">What makes the key unique.</param>
    /// <param name="key">The key's columns, in its order.</param>
    /// <param name="values">A row's columns, as SQL writes them; no two rows of one key.</param>
    protected async Task EveryRowOnceAsync(string name, string columns, string constraint, string[] key, string[] values)
    {
        foreach (int rows in RowsOfAQuery)
        {
            string table = $"{name}_{rows}";
            await source.ExecuteAsync($"CREATE TABLE {table} ({columns}, v INT NOT NULL, {constraint})");
            await EveryRowOnceAsync(table, key, values, rows);
        }
    }

    protected async Task<List<string>> FindAsync(string table, params string[] key)
    {
        await using ISourceDatabase database = source.Open();
        SourceTable resolved = await database.ResolveAsync(TestSource.Copy(table), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        await using IPageReader reader = snapshot.ReadKey(resolved, key);
        using RowPage? page = await reader.NextAsync(CancellationToken.None);
        return page is null ? [] : [.. Enumerable.Range(0, page.Rows).Select(row => LakeText.Of(page.Columns, row))];
    }

    /// <summary>Each once, in no order; <paramref name="count"/> is no multiple of 37.</summary>
    protected static string[] Values(int count, Func<int, FormattableString> value) =>
        [.. Enumerable.Range(0, count).Select(i => value(i * 37 % count).ToString(CultureInfo.InvariantCulture))];

    private async Task EveryRowOnceAsync(string table, string[] key, string[] values, int rows)
    {
        // Every second row is there, the others come meanwhile.
        await InsertAsync(table, values.Index().Where(row => row.Index % 2 == 0));
        List<string> expected = await source.ColumnAsync($"SELECT v FROM {table} ORDER BY {string.Join(", ", key)}");
        await using ISourceDatabase database = source.Open();
        SourceTable resolved = await database.ResolveAsync(TestSource.Copy(table, key), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Fingerprint fingerprint = await snapshot.FingerprintAsync(resolved, UnitInterval.Whole, CancellationToken.None);
        var random = new Random(rows);
        var coming = new Queue<(int, string)>(values.Index().Where(row => row.Index % 2 == 1).OrderBy(_ => random.Next()));
        int pagesBetween = 1 + (expected.Count / rows / StrikesMax);
        List<string> seen = [];

        await using IPageReader reader = ((SourceSnapshot)snapshot).Read(resolved, UnitInterval.Whole, fingerprint, new PageSize(1024 * 1024, rows));
        for (int number = 0; await reader.NextAsync(CancellationToken.None) is { } page; number++)
        {
            Assert.InRange(page.Rows, 1, rows);
            seen.AddRange(Enumerable.Range(0, page.Rows).Select(row => LakeText.Of(page.Columns[page.Columns.Columns.Count - 1], row)));
            Assert.True(seen.Count <= expected.Count, $"{table} gives more rows than it has: {string.Join(' ', seen.Take(20))}");
            if (number % pagesBetween == 0)
            {
                // The row that the next page begins after, and one anywhere, before or after it.
                await source.ExecuteAsync($"DELETE FROM {table} WHERE v IN ({seen[^1]}, {random.Next(values.Length)})");
                await InsertAsync(table, coming.TryDequeue(out (int, string) row) ? [row] : []);
            }
        }

        Assert.Equal(expected, seen);
        Assert.Equal(expected.Count, fingerprint.Rows);
    }

    private async Task InsertAsync(string table, IEnumerable<(int Index, string Item)> rows)
    {
        string sql = string.Join(", ", rows.Select(row => $"({row.Item}, {row.Index})"));
        if (sql.Length != 0)
        {
            await source.ExecuteAsync($"INSERT INTO {table} VALUES {sql}");
        }
    }
}

public sealed class SqliteKeyPagingTests(SqliteFileSource source) : KeyPagingTests(source), IClassFixture<SqliteFileSource>
{
    private readonly SqliteFileSource _source = source;

    [Fact]
    public async Task A_decimal_is_no_key_since_it_is_kept_as_a_real_number()
    {
        await _source.ExecuteAsync("CREATE TABLE reals (k DECIMAL(9,2) NOT NULL PRIMARY KEY)");
        await using ISourceDatabase database = _source.Open();

        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => database.ResolveAsync(TestSource.Copy("reals"), CancellationToken.None));

        Assert.Contains("The key column 'k' of 'reals' has the type DECIMAL(9,2), which has no reliable order", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Text_that_is_no_utf8() => EveryRowOnceAsync(
        "strays", "k TEXT NOT NULL", "PRIMARY KEY (k)", ["k"],
        Values(31, i => $"CAST(x'{(i * 8) + 1:X2}00{i:X2}' AS TEXT)"));

    [Fact]
    public Task A_table_that_is_kept_in_the_order_of_its_key() => EveryRowOnceAsync(
        "rowless", "a TEXT COLLATE NOCASE NOT NULL, b INTEGER NOT NULL", "PRIMARY KEY (b, a)) WITHOUT ROWID; CREATE TABLE IF NOT EXISTS rest (v INT", ["b", "a"],
        Values(51, i => $"'{(i % 2 == 0 ? 'a' : 'A')}{i:D2}', {i % 4}"));
}

public sealed class MariaDbKeyPagingTests(MariaDbSource source) : KeyPagingTests(source), IClassFixture<MariaDbSource>
{
    private readonly MariaDbSource _source = source;

    private static readonly string[] Umlauts = ["ä", "az", "Äz", "o", "ö", "ß", "s", "z", "ü", "€", "a", "b"];
    private static readonly string[] Ends = ["", " ", "\\t", "!", "\u00A0", "a", " a", "  "];

    [SkippableFact]
    public Task An_integer_beyond_2_to_the_63() => EveryRowOnceAsync(
        "unsigned", "id BIGINT UNSIGNED NOT NULL", "PRIMARY KEY (id)", ["id"],
        [.. Values(67, i => $"{9223372036854775774UL + (ulong)i}"), "0", "1", "18446744073709551615", "18446744073709551614"]);

    [SkippableTheory]
    [InlineData("TINYINT", "-128", "127")]
    [InlineData("TINYINT UNSIGNED", "0", "255")]
    [InlineData("SMALLINT UNSIGNED", "0", "65535")]
    [InlineData("MEDIUMINT", "-8388608", "8388607")]
    [InlineData("INT UNSIGNED", "0", "4294967295")]
    [InlineData("INT(8) UNSIGNED ZEROFILL", "0", "4294967295")]
    public Task An_integer_of_every_width(string type, string lowest, string highest) => EveryRowOnceAsync(
        $"w{Math.Abs(type.Sum(character => character))}_{highest.Length}", $"id {type} NOT NULL", "PRIMARY KEY (id)", ["id"],
        [.. Values(23, i => $"{i + 7}"), lowest, highest]);

    [SkippableFact]
    public Task A_year() => EveryRowOnceAsync(
        "years", "k YEAR NOT NULL", "PRIMARY KEY (k)", ["k"], [.. Values(23, i => $"{1960 + i}"), "0000", "1901", "2069", "2155"]);

    [SkippableFact]
    public Task A_decimal_of_9_digits() => EveryRowOnceAsync(
        "decimals9", "k DECIMAL(9,2) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"{(i - 33) * 0.01m}"), "-9999999.99", "9999999.99", "1", "-1", "0.5"]);

    [SkippableFact]
    public Task A_decimal_of_15_digits() => EveryRowOnceAsync(
        "decimals15", "k DECIMAL(15,4) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"{(i - 33) * 0.0001m}"), "-99999999999.9999", "99999999999.9999", "99999999999.9998"]);

    [SkippableFact]
    public Task A_decimal_of_28_digits() => EveryRowOnceAsync(
        "decimals28", "k DECIMAL(28,10) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"{(i - 33) * 0.0000000001m}"), "-999999999999999999.9999999999", "999999999999999999.9999999999", "999999999999999999.9999999998", "100", "-100"]);

    [SkippableFact]
    public Task A_decimal_of_18_digits() => EveryRowOnceAsync(
        "decimals18", "k DECIMAL(18,4) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"{99999999999999.9000m + (i * 0.0001m)}"), "-99999999999999.9999", "-99999999999999.9998", "0"]);

    [SkippableFact]
    public Task A_timestamp() => EveryRowOnceAsync(
        "stamps", "k TIMESTAMP(3) NOT NULL DEFAULT '2000-01-01'", "PRIMARY KEY (k)", ["k"],
        [.. Values(67, i => $"'2021-10-31 0{i % 4}:30:00.{i:D3}'"), "'1970-01-02 00:00:00.001'", "'2038-01-18 00:00:00.999'"]);

    [SkippableTheory]
    [InlineData("DATE")]
    [InlineData("DATETIME(6)")]
    [InlineData("TIMESTAMP")]
    public Task A_zero_date(string type) => EveryRowOnceAsync(
        $"zero_{type.Split('(')[0]}", $"k {type} NOT NULL DEFAULT '2000-01-01', n INT NOT NULL", "PRIMARY KEY (k, n)", ["k", "n"],
        Values(24, i => $"'{(i % 3 == 0 ? "0000-00-00" : $"2021-01-0{i % 3}")}', {i}"));

    [SkippableFact]
    public async Task A_date_that_no_calendar_has_is_said_where_a_page_ends()
    {
        await _source.ExecuteAsync("CREATE TABLE partials (k DATE NOT NULL, v INT, PRIMARY KEY (k))");
        await _source.ExecuteAsync("INSERT INTO partials VALUES ('2020-12-31', 1), ('2021-00-15', 2), ('2021-01-01', 3)");
        await using ISourceDatabase database = _source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Copy("partials"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        await using IPageReader reader = ((SourceSnapshot)snapshot).Read(table, UnitInterval.Whole, Fingerprint.Empty, new PageSize(1024, 1));

        Assert.NotNull(await reader.NextAsync(CancellationToken.None));
        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => reader.NextAsync(CancellationToken.None));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.StartsWith("The column 'k' (date) of 'partials' holds '2021-00-15', which no parameter can be, so that no page can begin after it,", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("utf8mb4_general_ci")]
    [InlineData("utf8mb4_unicode_ci")]
    [InlineData("utf8mb4_unicode_520_ci")]
    [InlineData("utf8mb4_bin")]
    [InlineData("utf8mb4_nopad_bin")]
    [InlineData("utf8mb4_unicode_nopad_ci")]
    [InlineData("utf8mb4_german2_ci")]
    [InlineData("utf8mb3_general_ci")]
    [InlineData("latin1_german2_ci")]
    [InlineData("latin1_bin")]
    [InlineData("utf16_general_ci")]
    public async Task Text_of_a_collation(string collation)
    {
        string charset = collation[..collation.IndexOf('_', StringComparison.Ordinal)];
        foreach (string type in new[] { "VARCHAR(30)", "CHAR(30)" })
        {
            await EveryRowOnceAsync(
                $"c_{collation}_{type[0]}", $"k {type} CHARACTER SET {charset} COLLATE {collation} NOT NULL", "PRIMARY KEY (k)", ["k"],
                Values(85, i => $"'{i * 7 % 11:D2}{Umlauts[i % Umlauts.Length]}{i:D2}{Ends[i % Ends.Length]}'"));
        }
    }

    [SkippableTheory]
    [InlineData("utf8mb4_general_ci")]
    [InlineData("utf8mb4_unicode_ci")]
    [InlineData("latin1_german2_ci")]
    [InlineData("utf8mb4_bin")]
    public Task Text_that_goes_on_below_a_space_where_another_ends(string collation) => EveryRowOnceAsync(
        $"pad_{collation}", $"k VARCHAR(30) CHARACTER SET {collation[..collation.IndexOf('_', StringComparison.Ordinal)]} COLLATE {collation} NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(30, i => $"'{(char)('a' + (i / 3))}{new[] { "", "\\t", "!" }[i % 3]}'")]);

    [SkippableFact]
    public Task Text_whose_characters_unicode_does_not_tell_apart() => EveryRowOnceAsync(
        "doubles", "k VARCHAR(10) CHARACTER SET cp932 COLLATE cp932_bin NOT NULL", "PRIMARY KEY (k)", ["k"],
        Values(40, i => $"_cp932 x'{new[] { "81E6", "879A", "81CA", "EEF9" }[i % 4]}{0x41 + (i / 4):X2}'"));

    [SkippableFact]
    public Task Text_with_lone_surrogates() => EveryRowOnceAsync(
        "surrogates", "k VARCHAR(10) COLLATE utf8mb4_bin NOT NULL", "PRIMARY KEY (k)", ["k"],
        Values(40, i => $"CONVERT(x'EDA0{0x80 + i:X2}' USING utf8mb4)"));

    [SkippableFact]
    public Task Bytes_of_a_fixed_length() => EveryRowOnceAsync(
        "uuids", "k BINARY(16) NOT NULL", "PRIMARY KEY (k)", ["k"],
        [.. Values(41, i => $"x'{i * 6:X2}00000000000000000000000000{i:X2}FF'"), "x''", "x'01'", "x'0100'", "x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'", "x'20'", "x'2020'"]);

    [SkippableFact]
    public Task An_integer_a_text_and_a_time() => EveryRowOnceAsync(
        "mixed", "t DATETIME(6) NOT NULL, s VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL, n INT NOT NULL", "PRIMARY KEY (n, s, t)", ["n", "s", "t"],
        Values(96, i => $"'2021-01-01 00:00:00.{i % 4:D6}', '{Umlauts[i / 4 % 12]}', {(i / 48) - 1}"));

    [SkippableFact]
    public Task An_unsigned_integer_and_bytes() => EveryRowOnceAsync(
        "pairs", "n BIGINT UNSIGNED NOT NULL, k VARBINARY(8) NOT NULL", "UNIQUE by_both (n, k)", ["n", "k"],
        Values(96, i => $"{ulong.MaxValue - (ulong)(i / 12)}, x'{string.Concat(Enumerable.Repeat("00", i % 12 / 2))}{(i % 2 == 0 ? "" : "FF")}'"));

    [SkippableTheory]
    [InlineData("a DESC", true)]
    [InlineData("a DESC, b DESC", true)]
    [InlineData("a DESC, b", false)]
    public async Task An_index_that_falls_serves_where_all_of_it_falls(string index, bool serves)
    {
        string[] key = [.. index.Split(", ").Select(part => part[..1])];
        string name = $"falls{index.Length}";
        Task ReadAsync() => EveryRowOnceAsync(name, "a INT NOT NULL, b INT NOT NULL", $"PRIMARY KEY ({index})", key, Values(40, i => $"{i}, {i % 3}"));

        if (serves)
        {
            await ReadAsync();
        }
        else
        {
            IngestException refusal = await Assert.ThrowsAsync<IngestException>(ReadAsync);
            Assert.Contains("is no primary key or unique index in that order", refusal.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Text_that_the_column_cannot_hold_is_no_row()
    {
        await _source.ExecuteAsync("CREATE TABLE latins (k VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL PRIMARY KEY, v INT)");
        await _source.ExecuteAsync("INSERT INTO latins VALUES ('?', 1), ('ä', 2)");

        Assert.Empty(await FindAsync("latins", "😀"));
        Assert.Equal(["? | 1"], await FindAsync("latins", "?"));
        Assert.Equal(["ä | 2"], await FindAsync("latins", "ä"));
    }

    [SkippableTheory]
    [InlineData("ENUM('b','a')")]
    [InlineData("SET('b','a')")]
    [InlineData("BIT(8)")]
    [InlineData("FLOAT")]
    [InlineData("TIME(6)")]
    [InlineData("UUID")]
    public async Task A_type_that_does_not_compare_as_it_is_ordered_is_refused(string type)
    {
        string table = $"unordered_{type[..3]}";
        await _source.ExecuteAsync($"CREATE TABLE {table} (k {type} NOT NULL PRIMARY KEY)");
        await using ISourceDatabase database = _source.Open();

        IngestException refusal = await Assert.ThrowsAsync<IngestException>(() => database.ResolveAsync(TestSource.Copy(table), CancellationToken.None));

        Assert.Contains("which has no reliable order: name a unique index of integers, text, bytes, decimals or times as Key", refusal.Message, StringComparison.Ordinal);
    }
}
