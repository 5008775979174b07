using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>What both kinds of source must do alike.</summary>
public abstract class RowPagerTests(TestSource source)
{
    private static readonly UnitInterval NewYear = UnitInterval.Of(new DateOnly(2021, 1, 1));

    /// <summary>Ids that rise with time and have no gaps.</summary>
    private static IEnumerable<(long, int, string?, string)> Dense(int rows) =>
        Enumerable.Range(0, rows).Select(i => ((long)i - 50, i % 7, (string?)At(i * 3), Payload(i)));

    /// <summary>Ids all over the place, several rows at the same moment.</summary>
    private static IEnumerable<(long, int, string?, string)> Sparse(int rows) =>
        Enumerable.Range(0, rows).Select(i => (i * 7919L % 1_000_003 * 1_000_000, i % 7, (string?)At(i / 3), Payload(i)));

    private static string At(int second) =>
        new DateTime(2021, 1, 1).AddSeconds(second).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Payload(int i) => string.Concat(Enumerable.Repeat(i.ToString("X8", CultureInfo.InvariantCulture), i % 11));

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_row_comes_once_and_in_the_same_order_whatever_the_page_size(bool dense)
    {
        await source.CreateReadingsAsync("sizes" + dense, dense ? Dense(9000) : Sparse(9000));

        List<string> whole = await source.ReadAsync(TestSource.Readings("sizes" + dense), NewYear, 8 * 1024 * 1024);
        Assert.Equal(9000, whole.Count);
        Assert.Equal(9000, whole.Select(row => row.Split(" | ")[0]).Distinct().Count());
        foreach (int pageBytes in new[] { 1024, 10_000, 100_000, 1_000_000 })
        {
            Assert.Equal(whole, await source.ReadAsync(TestSource.Readings("sizes" + dense), NewYear, pageBytes));
        }
    }

    [SkippableFact]
    public async Task A_dense_unit_comes_in_the_order_of_its_keys_and_a_sparse_one_by_time()
    {
        await source.CreateReadingsAsync("inside", [(3, 0, At(1), "03"), (2, 0, At(2), "02"), (1, 0, At(3), "01"), (4, 0, "2021-01-02", "04")]);
        await source.CreateReadingsAsync("apart", [(30, 0, At(1), "03"), (20, 0, At(2), "02"), (10, 0, At(2), "01")]);

        Assert.Equal(["1 | 0 | 0x01", "2 | 0 | 0x02", "3 | 0 | 0x03"], await source.ReadAsync(TestSource.Readings("inside"), NewYear));
        Assert.Equal(["30 | 0 | 0x03", "10 | 0 | 0x01", "20 | 0 | 0x02"], await source.ReadAsync(TestSource.Readings("apart"), NewYear));
    }

    [SkippableTheory]
    [InlineData(1, 1000)]
    [InlineData(9_999_991, 1_000_000_000)]
    public async Task A_block_comes_in_the_order_of_its_keys_each_once_whatever_the_page_size(long step, long size)
    {
        string name = $"blocks{step}";
        long first = -50 * step;
        await source.CreateReadingsAsync(name, Enumerable.Range(0, 2500).Select(i => (first + (i * step), 0, (string?)null, Payload(i))));
        TableSpec spec = TestSource.Blocks(name, size);

        foreach (long number in new[] { -1, 0, 1, 2, 50 })
        {
            string[] ids =
            [
                .. Enumerable.Range(0, 2500).Select(i => first + (i * step)).Where(id => Math.Floor((double)id / size) == number)
                    .Select(id => id.ToString(CultureInfo.InvariantCulture)),
            ];
            foreach (int pageBytes in new[] { 1024, 1_000_000 })
            {
                List<string> rows = await source.ReadAsync(spec, new UnitInterval.Block(number), pageBytes);
                Assert.Equal(ids, rows.Select(row => row.Split(" | ")[0]));
            }
        }
    }

    [SkippableFact]
    public async Task The_highest_key_is_that_of_all_or_below_a_bound()
    {
        await source.CreateReadingsAsync("heights", [(long.MinValue, 0, null, "01"), (-1, 0, null, "02"), (10, 0, null, "03"), (long.MaxValue, 0, null, "04")]);
        await source.CreateReadingsAsync("heightless", []);
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Blocks("heights"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        async Task<Int128?> Below(Int128? key) => await snapshot.HighestKeyAsync(table, key, CancellationToken.None);

        Assert.Equal(
            [long.MaxValue, 10, -1, -1, long.MinValue, null, null],
            [await Below(null), await Below(long.MaxValue), await Below(10), await Below(0), await Below(-1), await Below(long.MinValue), await Below((Int128)long.MinValue - 5)]);
        table = await database.ResolveAsync(TestSource.Blocks("heightless"), CancellationToken.None);
        Assert.Null(await Below(null));
    }

    [SkippableFact]
    public async Task What_is_written_between_pages_is_not_seen()
    {
        await source.CreateReadingsAsync("moving", Dense(5000));
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Readings("moving"), CancellationToken.None);
        List<string> before = await source.ReadAsync(TestSource.Readings("moving"), NewYear);

        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, NewYear, CancellationToken.None);
        await using IPageReader pages = snapshot.Read(table, NewYear, fingerprint, 1024);
        var seen = new List<string>();
        while (await pages.NextAsync(CancellationToken.None) is { } page)
        {
            if (seen.Count == 0)
            {
                await source.ExecuteAsync("UPDATE moving SET payload = x'FF', sensor = 99");
                await source.ExecuteAsync("DELETE FROM moving WHERE id > 2000");
                await source.ExecuteAsync("INSERT INTO moving VALUES (1000000, 1, '2021-01-01 12:00:00', x'AA')");
            }

            seen.AddRange(Enumerable.Range(0, page.Rows).Select(row => LakeText.Of(page.Columns, row)));
        }

        Assert.Equal(before, seen);
        Assert.Equal(fingerprint, await snapshot.FingerprintAsync(table, NewYear, CancellationToken.None));
        await using ISourceSnapshot later = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(2052, (await later.FingerprintAsync(table, NewYear, CancellationToken.None)).Rows);
    }

    [SkippableFact]
    public async Task A_day_begins_and_ends_to_the_microsecond()
    {
        await source.CreateReadingsAsync(
            "bounds",
            [
                (1, 0, "2020-12-31 23:59:59.999999", "01"),
                (2, 0, "2021-01-01 00:00:00.000000", "02"),
                (3, 0, "2021-01-01 23:59:59.999999", "03"),
                (4, 0, "2021-01-02 00:00:00.000000", "04"),
            ]);

        Assert.Equal(["2 | 0 | 0x02", "3 | 0 | 0x03"], await source.ReadAsync(TestSource.Readings("bounds"), NewYear));
    }

    [SkippableFact]
    public async Task Spread_says_the_first_and_last_day_and_counts_rows_without_a_time()
    {
        await source.CreateReadingsAsync("spread", [(1, 0, null, "01"), (2, 0, null, "02"), (3, 0, "2019-02-28 23:59:59", "03"), (4, 0, "2021-01-02 00:00:00", "04")]);
        await source.CreateReadingsAsync("norows", []);
        await using ISourceDatabase database = source.Open();
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);

        Assert.Equal(
            new TimeSpread(new DateOnly(2019, 2, 28), new DateOnly(2021, 1, 2), 2) { Newest = new DateTimeOffset(2021, 1, 2, 0, 0, 0, TimeSpan.Zero) },
            await snapshot.SpreadAsync(await database.ResolveAsync(TestSource.Readings("spread"), CancellationToken.None), CancellationToken.None));
        Assert.Equal(
            new TimeSpread(null, null, 0),
            await snapshot.SpreadAsync(await database.ResolveAsync(TestSource.Readings("norows"), CancellationToken.None), CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData(TimeEncoding.EpochS, 1)]
    [InlineData(TimeEncoding.EpochMs, 1000)]
    [InlineData(TimeEncoding.EpochUs, 1000000)]
    public async Task A_time_column_may_hold_an_epoch(TimeEncoding encoding, long perSecond)
    {
        long start = 1_609_459_200 * perSecond; // 2021-01-01T00:00:00Z
        long end = 1_609_545_600 * perSecond;
        await source.ExecuteAsync($"CREATE TABLE epochs{encoding} (id INT NOT NULL PRIMARY KEY, at BIGINT, payload BLOB)");
        await source.ExecuteAsync($"INSERT INTO epochs{encoding} VALUES (1, {start - 1}, x'01'), (500, {start}, x'02'), (9000, {end - 1}, x'03'), (4, {end}, x'04'), (5, NULL, x'05')");
        TableSpec spec = TestSource.Readings("epochs" + encoding) with { Time = new TimeSpec("at", encoding), Columns = ["at"] };

        Assert.Equal([$"500 | {start} | 0x02", $"9000 | {end - 1} | 0x03"], await source.ReadAsync(spec, NewYear, 1));

        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(spec, CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(
            new TimeSpread(new DateOnly(2020, 12, 31), new DateOnly(2021, 1, 2), 1) { Newest = new DateTimeOffset(2021, 1, 2, 0, 0, 0, TimeSpan.Zero) },
            await snapshot.SpreadAsync(table, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Composite_and_text_keys_page_in_the_order_of_their_index()
    {
        await source.ExecuteAsync($"CREATE TABLE tuples (name {source.CaselessText} NOT NULL, part INT NOT NULL, value DOUBLE, PRIMARY KEY (name, part))");
        IEnumerable<string> rows = Enumerable.Range(0, 3000).Select(i => $"('{(i % 2 == 0 ? "Ab" : "aC")}{i / 30 % 10}😀', {(i * 37 % 3000) - 1500}, {i})");
        await source.ExecuteAsync($"INSERT INTO tuples VALUES {string.Join(", ", rows)}");

        List<string> whole = await source.ReadAsync(TestSource.Copy("tuples", "name", "part"), UnitInterval.Whole);

        Assert.Equal(3000, whole.Distinct().Count());
        Assert.Equal("Ab0😀 | -1500 | 0", whole[0]);
        Assert.Equal(
            whole.OrderBy(row => row.Split(" | ")[0], StringComparer.OrdinalIgnoreCase).ThenBy(row => int.Parse(row.Split(" | ")[1], CultureInfo.InvariantCulture)),
            whole);
        Assert.Equal(whole, await source.ReadAsync(TestSource.Copy("tuples", "name", "part"), UnitInterval.Whole, 1024));
    }

    [SkippableFact]
    public async Task Fingerprints_tell_what_an_index_can()
    {
        await source.CreateReadingsAsync("prints", [(-5, 0, At(1), "01"), (7, 0, At(2), "02"), (9223372036854775807, 0, At(3), "03"), (1, 0, "2021-01-02", "04")]);
        await using ISourceDatabase database = source.Open();
        TableSpec spec = TestSource.Readings("prints") with { UpdateColumn = "sensor" };
        SourceTable table = await database.ResolveAsync(spec, CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);

        // 2^63 - 1 - 5 + 7 = 9223372036854775809
        Assert.Equal(
            new Fingerprint(3, "-5", "9223372036854775807", "9223372036854775809", "0", "0"),
            await snapshot.FingerprintAsync(table, NewYear, CancellationToken.None));
        Assert.Equal(
            Fingerprint.Empty with { UpdateSum = "0" },
            await snapshot.FingerprintAsync(table, UnitInterval.Of(new DateOnly(1999, 1, 1)), CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_negative_sum_of_keys_is_taken_modulo_2_to_the_64()
    {
        await source.CreateReadingsAsync("below", [(-5, 0, At(1), "01"), (-4294967297, 0, At(2), "02")]);
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Readings("below"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);

        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, NewYear, CancellationToken.None);

        Assert.Equal("18446744069414584314", fingerprint.KeySum); // 2^64 - 4294967302
    }

    [SkippableFact]
    public async Task A_fingerprint_of_composite_keys_changes_with_a_key_and_not_with_the_order_of_rows()
    {
        foreach (string table in new[] { "one", "two", "three" })
        {
            await source.ExecuteAsync($"CREATE TABLE {table} (a {source.CaselessText} NOT NULL, b {source.CaselessText} NOT NULL, PRIMARY KEY (a, b))");
        }

        await source.ExecuteAsync("INSERT INTO one VALUES ('x', 'yz'), ('p', 'q'), ('1', '2')");
        await source.ExecuteAsync("INSERT INTO two VALUES ('p', 'q'), ('1', '2'), ('x', 'yz')");
        await source.ExecuteAsync("INSERT INTO three VALUES ('xy', 'z'), ('p', 'q'), ('1', '2')");
        await using ISourceDatabase database = source.Open();
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        async Task<Fingerprint> Of(string table) => await snapshot.FingerprintAsync(
            await database.ResolveAsync(TestSource.Copy(table, "a", "b"), CancellationToken.None), UnitInterval.Whole, CancellationToken.None);

        Fingerprint one = await Of("one");
        Assert.Equal((3, "1,2", "x,yz"), (one.Rows, one.LowestKey, one.HighestKey));
        Assert.Equal(one, await Of("two"));
        Assert.NotEqual(one.KeySum, (await Of("three")).KeySum);
    }

    [SkippableFact]
    public async Task Nulls_may_be_in_every_column_but_the_key()
    {
        await source.ExecuteAsync(
            "CREATE TABLE nulls (id INT NOT NULL PRIMARY KEY, a BIGINT, b DOUBLE, c DECIMAL(9,2), d DECIMAL(18,3), e DATE, f DATETIME, g TEXT, h BLOB)");
        await source.ExecuteAsync("INSERT INTO nulls VALUES (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
        await source.ExecuteAsync("INSERT INTO nulls VALUES (2, -3, 0.5, -12.25, 123456789012345.125, '1969-12-31', '1969-12-31 23:59:58', '', x'')");

        Assert.Equal(
            ["1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL", "2 | -3 | 0.5 | -12.25 | 123456789012345.125 | 1969-12-31 | 1969-12-31 23:59:58.000000 |  | 0x"],
            await source.ReadAsync(TestSource.Copy("nulls", "id"), UnitInterval.Whole));
    }

    [SkippableFact]
    public async Task The_clock_is_the_databases_own_and_in_utc()
    {
        await source.CreateReadingsAsync("clock", []);
        await using ISourceDatabase database = source.Open();
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);

        Assert.InRange(TimeProvider.System.GetUtcNow() - snapshot.Clock, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, snapshot.Clock.Offset);
    }

    [SkippableFact]
    public async Task A_cancelled_question_ends_soon_and_as_cancelled()
    {
        await source.CreateReadingsAsync("cancelled", Dense(5000));
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Readings("cancelled"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);
        Fingerprint fingerprint = await snapshot.FingerprintAsync(table, NewYear, CancellationToken.None);
        await using IPageReader pages = snapshot.Read(table, NewYear, fingerprint, 1024);
        using var cancellation = new CancellationTokenSource();
        Assert.NotNull(await pages.NextAsync(cancellation.Token));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pages.NextAsync(cancellation.Token));
    }

    [SkippableFact]
    public async Task No_more_connections_are_open_than_allowed()
    {
        await source.CreateReadingsAsync("connections", []);
        await using ISourceDatabase database = source.Open();
        var snapshots = new List<ISourceSnapshot>();
        for (int i = 0; i < SourceSpec.MaxConnectionsDefault; i++)
        {
            snapshots.Add(await database.OpenAsync(CancellationToken.None));
        }

        using var impatient = new CancellationTokenSource();
        Task<ISourceSnapshot> waiting = database.OpenAsync(impatient.Token);
        Assert.False(waiting.IsCompleted);
        await snapshots[0].DisposeAsync();
        await (await waiting).DisposeAsync();

        await Task.WhenAll(snapshots.Skip(1).Select(snapshot => snapshot.DisposeAsync().AsTask()));
    }
}

public sealed class MariaDbRowPagerTests(MariaDbSource source) : RowPagerTests(source), IClassFixture<MariaDbSource>;

public sealed class SqliteRowPagerTests(SqliteFileSource source) : RowPagerTests(source), IClassFixture<SqliteFileSource>;
