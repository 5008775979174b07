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
}
