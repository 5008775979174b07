using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Units;

public sealed class RejectBudgetTests
{
    [Theory]
    [InlineData(0, 100)]
    [InlineData(10_000, 100)]
    [InlineData(10_099, 100)]
    [InlineData(10_100, 101)]
    [InlineData(1_000_000, 10_000)]
    public void a_hundred_rows_or_one_in_a_hundred_may_fail(long rows, long most)
    {
        Assert.Equal(most, new RejectBudget().Of(rows));
    }

    [Fact]
    public void nothing_at_all_may_be_allowed()
    {
        Assert.Equal(0, new RejectBudget(0, 0).Of(long.MaxValue));
    }

    [Theory]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.29, 100, 29)]
    [InlineData(0.57, 100, 57)]
    [InlineData(1, 1_000_000, 1_000_000)]
    public void a_share_is_the_decimal_that_was_written(double share, long rows, long most)
    {
        Assert.Equal(most, new RejectBudget(share, 0).Of(rows));
    }
}
