using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Planning;

public sealed class BlockStateTests
{
    private static readonly Unit Block = new(Readings.Table() with { Time = null, KeyBlock = 10 }, new UnitInterval.Block(4));
    private static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    [InlineData(49)]
    public void a_block_has_not_been_left_while_nothing_is_above_it(int? highest)
    {
        Assert.Null(BlockState.Left(Block, null, new KeyMark(60, Noon.AddHours(-1)), highest, Noon));
        Assert.Null(BlockState.Left(Block, Record(Noon.AddDays(-1)), null, highest, Noon));
    }

    [Fact]
    public void it_was_left_when_anybody_first_saw_keys_above_it()
    {
        Assert.Equal(Noon, BlockState.Left(Block, null, null, 50, Noon));
        Assert.Equal(Noon, BlockState.Left(Block, Record(null), new KeyMark(49, Noon.AddHours(-1)), 50, Noon));
        Assert.Equal(Noon.AddHours(-1), BlockState.Left(Block, Record(null), new KeyMark(50, Noon.AddHours(-1)), 50, Noon));
        Assert.Equal(Noon.AddDays(-1), BlockState.Left(Block, Record(Noon.AddDays(-1)), new KeyMark(50, Noon.AddHours(-1)), 50, Noon));
    }

    [Fact]
    public void other_units_are_never_left()
    {
        Assert.Null(BlockState.Left(Block with { Interval = UnitInterval.Of(new DateOnly(2026, 1, 5)) }, null, null, 50, Noon));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0, false)]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void it_is_closed_when_the_time_to_settle_has_passed_since_it_was_left(int? minutes, bool closed)
    {
        DateTimeOffset? left = minutes is { } ago ? Noon.AddMinutes(-ago) : null;

        Assert.Equal(closed, UnitState.IsClosed(Block, Noon, left));
    }

    [Fact]
    public void a_block_that_has_closed_need_not_be_read_again()
    {
        var source = new Fingerprint(10, "40", "49", "445");

        Assert.Null(UnitState.Compare(Block, Record(null) with { Source = source }, source, closed: true, "d"));
        Assert.Equal(RunReason.SourceChanged, UnitState.Compare(Block, Record(null), source, closed: true, "d"));
    }

    private static UnitRecord Record(DateTimeOffset? left) => new()
    {
        State = RecordState.Committed,
        Token = "t1",
        Table = "readings",
        Unit = "k000004",
        SourceClock = default,
        Open = true,
        Left = left,
        Decoder = "d",
        Writer = 1,
        Source = Fingerprint.Empty,
        Checksum = "",
        Rejected = 0,
        Samples = 0,
        Points = 0,
        Objects = [],
    };
}
