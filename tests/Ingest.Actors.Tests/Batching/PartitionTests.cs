using Ingest.Actors.Batching;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Batching;

public sealed class PartitionTests
{
    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly Unit OfDay = new(Readings.Table() with { Path = "plant/readings" }, UnitInterval.Of(Day));
    private static readonly Unit OfAll = OfDay with { Interval = UnitInterval.Whole };

    [Fact]
    public void the_units_own_day_is_one_object_with_a_plain_name()
    {
        Assert.Equal("plant/readings/date=20260105/data.parquet", new Partition(PartitionKind.Data, Day).Key(OfDay));
    }

    [Fact]
    public void samples_of_another_date_are_an_object_named_after_the_unit()
    {
        Assert.Equal("plant/readings/date=20260103/20260105.parquet", new Partition(PartitionKind.Data, Day.AddDays(-2)).Key(OfDay));
        Assert.Equal("plant/readings/date=20260105/all.parquet", new Partition(PartitionKind.Data, Day).Key(OfAll));
    }

    [Fact]
    public void a_copied_table_is_one_object()
    {
        Assert.Equal("plant/readings/data.parquet", new Partition(PartitionKind.Data, null).Key(OfAll));
        Assert.Equal("plant/readings/20260105.parquet", new Partition(PartitionKind.Data, null).Key(OfDay));
    }

    [Fact]
    public void rejects_are_kept_apart()
    {
        Assert.Equal("plant/readings_rejects/date=20260105/data.parquet", new Partition(PartitionKind.Rejects, Day).Key(OfDay));
        Assert.Equal("plant/readings_rejects/data.parquet", new Partition(PartitionKind.Rejects, null).Key(OfAll));
    }

    [Fact]
    public void a_block_has_event_dates_and_no_day_of_its_own()
    {
        Unit block = OfDay with { Interval = UnitInterval.Parse("k000042")! };

        Assert.Equal("plant/readings/date=20260105/k000042.parquet", new Partition(PartitionKind.Data, Day).Key(block));
        Assert.Equal("plant/readings_rejects/date=__HIVE_DEFAULT_PARTITION__/k000042.parquet", new Partition(PartitionKind.Rejects, null).Key(block));
    }

    [Fact]
    public void partitions_are_ordered_by_kind_and_then_by_date()
    {
        Partition[] ordered =
        [
            new(PartitionKind.Data, null), new(PartitionKind.Data, Day), new(PartitionKind.Data, Day.AddDays(1)),
            new(PartitionKind.Rejects, Day.AddDays(-1)), new(PartitionKind.Rejects, Day),
        ];

        Assert.Equal(ordered, ordered.Reverse().Order());
        Assert.True(ordered[0] < ordered[1] && ordered[3] > ordered[2] && ordered[1] <= ordered[1] && ordered[1] >= ordered[1]);
    }
}
