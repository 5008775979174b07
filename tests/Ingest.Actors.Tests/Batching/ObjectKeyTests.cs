using Ingest.Actors.Batching;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Batching;

public sealed class ObjectKeyTests
{
    private static readonly TableSpec Decoded = Readings.Table();
    private static readonly TableSpec Keyed = Decoded with { Time = null, KeyBlock = 1000 };
    private static readonly TableSpec Copied = new() { Name = "sensors", SourceTable = "sensors", Path = "a/sensors", Key = [] };

    [Theory]
    [InlineData("readings/date=20260105/data.parquet", "20260105")]
    [InlineData("readings/date=20260105/20260107.parquet", "20260107")]
    [InlineData("readings_rejects/date=20260105/data.parquet", "20260105")]
    public void a_key_says_which_unit_it_belongs_to(string key, string unit) =>
        Assert.Equal(unit, ObjectKey.UnitOf(Decoded, key)?.Name);

    [Theory]
    [InlineData("readings/date=20260105/20260105.parquet")]
    [InlineData("readings/date=20260105/all.parquet")]
    [InlineData("readings/date=2026-01-05/data.parquet")]
    [InlineData("readings/date=20260105/data.parquet.crc")]
    [InlineData("readings/date=20260105/deep/data.parquet")]
    [InlineData("readings/date=20260105/backup.parquet")]
    [InlineData("readings/hour=20260105/data.parquet")]
    [InlineData("readings/data.parquet")]
    [InlineData("readings/20260105.parquet")]
    [InlineData("readings/date=20260105/k000042.parquet")]
    [InlineData("readings_rejects/date=20260105/20260107.parquet")]
    [InlineData("readings/_SUCCESS")]
    public void a_key_that_no_unit_gives_belongs_to_none(string key) => Assert.Null(ObjectKey.UnitOf(Decoded, key));

    [Theory]
    [InlineData("readings/date=20260105/k000042.parquet", "k000042")]
    [InlineData("readings_rejects/date=__HIVE_DEFAULT_PARTITION__/k-000001.parquet", "k-000001")]
    [InlineData("readings/k000042.parquet", null)]
    [InlineData("readings/date=20260105/k42.parquet", null)]
    [InlineData("readings/date=20260105/data.parquet", null)]
    [InlineData("readings/date=__HIVE_DEFAULT_PARTITION__/k000042.parquet", null)]
    public void a_table_of_key_blocks_has_objects_of_blocks_alone(string key, string? unit) =>
        Assert.Equal(unit, ObjectKey.UnitOf(Keyed, key)?.Name);

    [Fact]
    public void a_copied_table_has_one_object()
    {
        Assert.Equal("all", ObjectKey.UnitOf(Copied, "a/sensors/data.parquet")?.Name);
        Assert.Null(ObjectKey.UnitOf(Copied, "a/sensors/date=20260105/data.parquet"));
        Assert.Equal(["a/sensors/"], ObjectKey.Folders(Copied));
    }

    [Fact]
    public void every_key_that_a_unit_gives_leads_back_to_it()
    {
        for (int unitDay = 0; unitDay < 3; unitDay++)
        {
            var unit = new Unit(Decoded, UnitInterval.Of(new DateOnly(2026, 1, 1).AddDays(unitDay)));
            for (int eventDay = 0; eventDay < 3; eventDay++)
            {
                DateOnly date = new DateOnly(2026, 1, 1).AddDays(eventDay);
                string key = new Partition(PartitionKind.Data, date).Key(unit);

                Assert.Equal(unit.Interval, ObjectKey.UnitOf(Decoded, key));
                Assert.Equal($"{date:yyyyMMdd}", ObjectKey.PartitionOf(key));
            }
        }
    }
}
