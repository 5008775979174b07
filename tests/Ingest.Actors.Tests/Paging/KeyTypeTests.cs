using Ingest.Actors.Decoding;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Paging;

/// <summary>A page begins after the key of the row before it, whatever the key's type.</summary>
public sealed class KeyTypeTests(MariaDbSource source) : IClassFixture<MariaDbSource>
{
    [SkippableTheory]
    [InlineData("DECIMAL(38,10)", "seq * 1234567890123456789012345.0000000001")]
    [InlineData("BIGINT UNSIGNED", "18446744073709551615 - seq")]
    [InlineData("DATE", "DATE_ADD('1000-01-01', INTERVAL seq DAY)")]
    [InlineData("DATETIME(6)", "DATE_ADD('9999-12-31 00:00:00.000001', INTERVAL -seq SECOND)")]
    [InlineData("VARCHAR(20) CHARACTER SET sjis", "CONCAT('キー', LPAD(seq, 6, '0'))")]
    [InlineData("VARCHAR(20) CHARACTER SET ascii", "CONCAT('key', LPAD(seq, 6, '0'))")]
    [InlineData("VARBINARY(8)", "UNHEX(LPAD(HEX(seq * 7), 16, '0'))")]
    public async Task Pages_follow_each_other_by_a_key_of_any_type(string type, string key)
    {
        string table = $"keys_{new string([.. type.Where(char.IsAsciiLetterOrDigit)])}";
        await source.ExecuteAsync($"CREATE TABLE {table} (k {type} NOT NULL PRIMARY KEY); INSERT INTO {table} SELECT {key} FROM seq_1_to_3000");

        List<string> rows = await source.ReadAsync(TestSource.Copy(table, "k"), UnitInterval.Whole, pageBytes: 1);

        Assert.Equal(3_000, rows.Distinct().Count());
    }
    [SkippableFact]
    public async Task A_row_is_found_by_a_key_of_38_digits_and_not_by_one_next_to_it()
    {
        await source.ExecuteAsync(
            "CREATE TABLE wide_keys (k DECIMAL(38,0) NOT NULL PRIMARY KEY); "
            + "INSERT INTO wide_keys VALUES (99999999999999999999999999999999999998), (99999999999999999999999999999999999999)");
        await using ISourceDatabase database = source.Open();
        SourceTable table = await database.ResolveAsync(TestSource.Copy("wide_keys", "k"), CancellationToken.None);
        await using ISourceSnapshot snapshot = await database.OpenAsync(CancellationToken.None);

        Assert.Equal("99999999999999999999999999999999999998", await FindAsync(snapshot, table, "99999999999999999999999999999999999998"));
        Assert.Null(await FindAsync(snapshot, table, "99999999999999999999999999999999999997"));
        await Assert.ThrowsAsync<IngestException>(() => FindAsync(snapshot, table, "many"));
    }

    private static async Task<string?> FindAsync(ISourceSnapshot snapshot, SourceTable table, string key)
    {
        await using IPageReader rows = snapshot.ReadKey(table, [key]);
        using RowPage? page = await rows.NextAsync(CancellationToken.None);
        return page is null ? null : RowKey.Text(page, 0);
    }
}
