using Ingest.Actors.Auditing;
using Ingest.Actors.Units;
using Xunit;

namespace Ingest.Actors.Tests.Auditing;

public sealed class RollingAuditTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(7, 0.01)]
    [InlineData(250, 0.01)]
    [InlineData(7, 0.3)]
    [InlineData(7, 1)]
    public void every_old_unit_is_looked_at_once_in_a_round(int units, double share)
    {
        UnitInterval[] old = [.. Days(units)];
        int slice = (int)Math.Ceiling(units * (decimal)share);
        List<UnitInterval> seen = [];
        UnitInterval? last = null;
        while (seen.Count < units)
        {
            IReadOnlyList<UnitInterval> next = RollingAudit.Slice(old, last, share);
            Assert.Equal(slice, next.Count);
            seen.AddRange(next);
            last = next[^1];
        }

        Assert.Equal(old, seen.Take(units));
        Assert.Equal(old, seen.Distinct());
    }

    [Fact]
    public void units_that_come_and_go_between_two_slices_do_not_stop_the_round()
    {
        UnitInterval[] old = [.. Days(10)];

        Assert.Equal([old[5]], RollingAudit.Slice(old[5..], old[2], 0.1));
        Assert.Equal([old[3]], RollingAudit.Slice(old, old[2], 0.1));
        Assert.Equal([old[0]], RollingAudit.Slice(old[..3], old[9], 0.1));
        Assert.Empty(RollingAudit.Slice([], old[2], 1));
        Assert.Empty(RollingAudit.Slice(old, null, 0));
    }

    [Fact]
    public void blocks_of_keys_come_in_the_order_of_their_numbers()
    {
        UnitInterval[] old = [.. new long[] { -1_000_000, -1, 0, 999_999, 1_000_000 }.Select(number => new UnitInterval.Block(number))];

        Assert.Equal(old[2..4], RollingAudit.Slice(old, old[1], 0.4));
        Assert.Equal([old[4], old[0]], RollingAudit.Slice(old, old[3], 0.4));
    }

    private static IEnumerable<UnitInterval> Days(int count) => Enumerable.Range(0, count).Select(day => UnitInterval.Of(First.AddDays(day)));
}
