using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class UnitIntervalTests
{
    [Theory]
    [InlineData("20210101")]
    [InlineData("19691231")]
    [InlineData("00010101")]
    [InlineData("99991231")]
    [InlineData("all")]
    [InlineData("k000042")]
    [InlineData("k000000")]
    [InlineData("k-000001")]
    [InlineData("k1844674407370955161")]
    public void a_name_is_read_as_the_interval_that_has_it(string name)
    {
        Assert.Equal(name, UnitInterval.Parse(name)?.Name);
        Assert.Equal(name, UnitInterval.Parse(name)?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021-01-01")]
    [InlineData("20210229")]
    [InlineData("20211301")]
    [InlineData("2021010")]
    [InlineData(" 20210101")]
    [InlineData("_table")]
    [InlineData("All")]
    [InlineData("k42")]
    [InlineData("k0000042")]
    [InlineData("k-000000")]
    [InlineData("k+000042")]
    [InlineData("K000042")]
    [InlineData("k 00042")]
    [InlineData("k99999999999999999999")]
    public void what_is_no_name_is_no_interval(string name)
    {
        Assert.Null(UnitInterval.Parse(name));
    }

    [Fact]
    public void a_day_lasts_from_midnight_to_midnight_in_utc()
    {
        var day = UnitInterval.Of(new DateOnly(2021, 1, 1));

        Assert.Equal(1_609_459_200_000_000, day.StartMicros);
        Assert.Equal(1_609_545_600_000_000, day.EndMicros);
        Assert.Equal(day.EndMicros, UnitInterval.Of(new DateOnly(2021, 1, 2)).StartMicros);
    }

    [Theory]
    [InlineData("0", 1_000_000, 0)]
    [InlineData("999999", 1_000_000, 0)]
    [InlineData("1000000", 1_000_000, 1)]
    [InlineData("-1", 1_000_000, -1)]
    [InlineData("-1000000", 1_000_000, -1)]
    [InlineData("-1000001", 1_000_000, -2)]
    [InlineData("18446744073709551615", 10, 1_844_674_407_370_955_161)]
    [InlineData("-9223372036854775808", 10, -922_337_203_685_477_581)]
    public void a_key_lies_in_the_block_that_it_divides_into_rounded_down(string key, long size, long number)
    {
        var block = UnitInterval.Block.Of(Int128.Parse(key, null), size);

        Assert.Equal(number, block.Number);
        Assert.InRange(Int128.Parse(key, null), block.Start(size), block.End(size) - 1);
        Assert.Equal(block.End(size), new UnitInterval.Block(number + 1).Start(size));
    }

    [Fact]
    public void intervals_are_equal_by_what_they_hold()
    {
        Assert.Equal(UnitInterval.Of(new DateOnly(2021, 1, 1)), UnitInterval.Parse("20210101"));
        Assert.Equal(new UnitInterval.All(), UnitInterval.Parse("all"));
    }

    [Fact]
    public void intervals_are_ordered_by_what_they_hold()
    {
        long[] numbers = [-1_000_000, -2, -1, 0, 7, 999_999, 1_000_000, 10_000_000];
        UnitInterval[] blocks = [.. numbers.Select(number => new UnitInterval.Block(number))];
        UnitInterval[] days = [UnitInterval.Of(new DateOnly(999, 12, 31)), UnitInterval.Of(new DateOnly(2021, 9, 30)), UnitInterval.Of(new DateOnly(2021, 10, 1))];

        Assert.Equal(blocks, blocks.OrderBy(block => block.Name, StringComparer.Ordinal).Order(UnitInterval.Order));
        Assert.Equal(days, days.Reverse().Order(UnitInterval.Order));
    }

    [Fact]
    public void names_sort_as_the_days_do()
    {
        DateOnly[] days = [new(999, 12, 31), new(1969, 12, 31), new(1970, 1, 1), new(2021, 9, 30), new(2021, 10, 1)];

        Assert.Equal(
            days.Select(day => UnitInterval.Of(day).Name),
            days.Reverse().Select(day => UnitInterval.Of(day).Name).Order(StringComparer.Ordinal));
    }
}
