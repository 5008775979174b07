using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Planning;

public sealed class UnitStateTests
{
    private static readonly Unit Day = new(Readings.Table(), UnitInterval.Of(new DateOnly(2026, 1, 5)));
    private static readonly Unit Whole = Day with { Interval = UnitInterval.Whole };
    private static readonly Fingerprint Source = new(10, "1", "10", "55", "2026-01-05", "7");

    [Theory]
    [InlineData("2026-01-05T12:00:00Z", false)]
    [InlineData("2026-01-06T00:00:00Z", false)]
    [InlineData("2026-01-06T00:14:59.999Z", false)]
    [InlineData("2026-01-06T00:15:00Z", true)]
    [InlineData("2026-01-06T01:00:00+01:00", false)]
    [InlineData("2027-01-01T00:00:00Z", true)]
    public void a_day_is_closed_when_it_and_the_time_to_settle_have_passed(string clock, bool closed)
    {
        DateTimeOffset now = DateTimeOffset.Parse(clock, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(closed, UnitState.IsClosed(Day, now));
        Assert.False(UnitState.IsClosed(Whole, now));
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(false, true, null)]
    [InlineData(true, false, null)]
    [InlineData(true, true, RunReason.WasOpen)]
    public void a_unit_that_is_as_it_was_runs_only_once_more_when_it_is_closed(bool wasOpen, bool isClosed, RunReason? reason)
    {
        Assert.Equal(reason, UnitState.Compare(Day, Record() with { Open = wasOpen }, Source, isClosed, "d"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void what_differs_makes_a_unit_run_closed_or_not(bool closed)
    {
        Assert.Equal(RunReason.New, UnitState.Compare(Day, null, Source, closed, "d"));
        Assert.Equal(RunReason.Unfinished, UnitState.Compare(Day, Record() with { State = RecordState.Pending }, Source, closed, "d"));
        Assert.Equal(RunReason.DecoderChanged, UnitState.Compare(Day, Record(), Source, closed, "e"));
        Assert.All(
            [
                Source with { Rows = 9 }, Source with { LowestKey = "2" }, Source with { HighestKey = "9" }, Source with { KeySum = "54" },
                Source with { HighestUpdate = "2026-01-06" }, Source with { UpdateSum = "8" }, Fingerprint.Empty,
            ],
            changed => Assert.Equal(RunReason.SourceChanged, UnitState.Compare(Day, Record(), changed, closed, "d")));
    }

    [Fact]
    public void a_newer_writer_alone_makes_no_unit_run()
    {
        Assert.Null(UnitState.Compare(Day, Record() with { Writer = 0 }, Source, true, "d"));
    }

    [Fact]
    public void a_whole_table_runs_always_unless_its_updates_can_be_seen()
    {
        Unit updated = Whole with { Table = Whole.Table with { UpdateColumn = "changed_at" } };

        Assert.Equal(RunReason.UpdatesUnseen, UnitState.Compare(Whole, Record() with { Open = true }, Source, false, "d"));
        Assert.Null(UnitState.Compare(updated, Record() with { Open = true }, Source, false, "d"));
        Assert.Equal(
            RunReason.SourceChanged,
            UnitState.Compare(updated, Record() with { Open = true }, Source with { UpdateSum = "8" }, false, "d"));
    }

    private static UnitRecord Record() => new()
    {
        State = RecordState.Committed,
        Token = "t1",
        Table = "readings",
        Unit = "20260105",
        SourceClock = default,
        Open = false,
        Decoder = "d",
        Writer = 1,
        Source = Source with { },
        Checksum = "",
        Rejected = 0,
        Samples = 10,
        Points = 10,
        Objects = [],
    };
}
