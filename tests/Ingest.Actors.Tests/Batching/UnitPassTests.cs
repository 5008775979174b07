using CsCheck;
using Ingest.Actors.Batching;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Batching;

public sealed class UnitPassTests
{
    private static readonly HashSet<DateOnly> NonePutOff = [];
    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly Unit Unit = new(Readings.Table(), UnitInterval.Of(Day));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(1_000, 16)]
    public void a_unit_is_read_once_for_every_sixty_four_dates(int dates, int passes)
    {
        Assert.Equal(passes, Passes([.. Enumerable.Range(0, dates).Select(Day.AddDays)], 64).Count);
    }

    [Fact]
    public void every_date_is_written_by_exactly_one_pass_whatever_the_order_of_the_rows()
    {
        Gen.Select(Gen.Int[0, 40].Select(Day.AddDays).Array[0, 120], Gen.Int[1, 9]).Sample((dates, most) =>
        {
            List<HashSet<DateOnly>> passes = Passes(dates, most);

            Assert.All(passes, pass => Assert.True(pass.Count <= most));
            Assert.Equal(dates.Distinct().Order(), passes.SelectMany(pass => pass).Order());
            Assert.Equal(Math.Max(1, (dates.Distinct().Count() + most - 1) / most), passes.Count);
        });
    }

    [Fact]
    public void a_copied_table_has_no_dates_and_is_read_once()
    {
        var pass = UnitPass.First(new Unit(Readings.Table() with { Payload = null }, UnitInterval.Whole), 10, new EngineLimits());

        Assert.Null(pass.Dates);
        Assert.Null(pass.Next(NonePutOff));
    }

    [Fact]
    public void more_rows_than_were_counted_are_refused_as_they_come()
    {
        var pass = UnitPass.First(Unit, 10, new EngineLimits());
        pass.Count(new UnitTally(10, 0, 10, 10, 0));

        IngestException refused = Assert.Throws<IngestException>(() => pass.Count(new UnitTally(1, 0, 1, 1, 0)));

        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.StartsWith("readings/20260105: the source counts 10 rows and its pages hold more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void more_rejects_than_the_table_allows_are_refused_as_they_come()
    {
        var pass = UnitPass.First(Unit, 1_000, new EngineLimits());
        pass.Count(new UnitTally(500, 100, 400, 400, 0));

        IngestException refused = Assert.Throws<IngestException>(() => pass.Count(new UnitTally(1, 1, 0, 0, 0)));

        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.Contains("more than 100 source rows could not be decoded", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void rejects_are_kept_under_the_units_own_day()
    {
        Assert.Equal(Day, UnitPass.First(Unit, 1, new EngineLimits()).RejectDate);
        Assert.Null(UnitPass.First(Unit with { Interval = UnitInterval.Whole }, 1, new EngineLimits()).RejectDate);
    }

    [Fact]
    public void dates_that_a_pass_puts_off_are_written_by_a_later_one()
    {
        var first = UnitPass.First(Unit, 3, new EngineLimits());
        Assert.True(first.Dates!.Admit(Day));
        Assert.True(first.Dates.Admit(Day.AddDays(1)));

        UnitPass second = first.Next(new HashSet<DateOnly> { Day.AddDays(1) })!;

        Assert.False(second.Dates!.Admit(Day));
        Assert.True(second.Dates.Admit(Day.AddDays(1)));
        Assert.Null(second.Next(NonePutOff));
    }

    /// <summary>What each pass over rows of these dates writes.</summary>
    private static List<HashSet<DateOnly>> Passes(IReadOnlyList<DateOnly> dates, int most)
    {
        List<HashSet<DateOnly>> passes = [];
        for (UnitPass? pass = UnitPass.First(Unit, dates.Count, new EngineLimits { DatesPerPass = most }); pass is not null; pass = pass.Next(NonePutOff))
        {
            Assert.Equal(passes.Count + 1, pass.Number);
            EventDates admitted = pass.Dates!;
            passes.Add([.. dates.Where(date => admitted.Admit(date))]);
        }

        return passes;
    }
}
