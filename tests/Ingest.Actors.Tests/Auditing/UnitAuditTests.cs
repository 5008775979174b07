using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Auditing;

public sealed class UnitAuditTests : Akka.TestKit.Xunit2.TestKit
{
    private const string Key = "readings/date=20260105/data.parquet";

    private static readonly DateOnly Day = new(2026, 1, 5);
    private static readonly Unit Unit = new(Readings.Table(), UnitInterval.Of(Day));

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryLake _lake = new();
    private readonly MemorySource _source;

    public UnitAuditTests()
    {
        _source = new MemorySource(_clock);
        _source.Put(Readings.Day(Day, 250, 1));
    }

    [Theory]
    [InlineData(AuditLevel.Counts)]
    [InlineData(AuditLevel.Rows)]
    [InlineData(AuditLevel.Values)]
    public async Task nothing_differs_after_a_commit_and_nothing_is_held(AuditLevel level)
    {
        await CommitAsync();

        Finding finding = await AuditAsync(level);

        Assert.Empty(finding.Differences);
        Assert.False(finding.Behind);
        Assert.Null(finding.Repair);
        Assert.Equal(0, _source.OpenSnapshots);
    }

    [Fact]
    public async Task a_unit_that_is_committed_while_it_is_looked_at_is_looked_at_again()
    {
        await CommitAsync();
        bool committed = false;
        _lake.Before = async (call, key, _) =>
        {
            if (call == "find" && key == Key && !committed)
            {
                committed = true;
                _source.Put(Readings.Day(Day, 300, 1));
                await CommitAsync();
            }
        };

        Finding finding = await AuditAsync(AuditLevel.Values);

        Assert.True(committed);
        Assert.Empty(finding.Differences);
    }

    [Fact]
    public async Task a_unit_that_changes_all_the_time_is_given_up_and_said_to_differ()
    {
        await CommitAsync();
        int rows = 300;
        bool inside = false;
        _lake.Before = async (call, key, _) =>
        {
            if (call == "find" && key == Key && !inside)
            {
                inside = true;
                _source.Put(Readings.Day(Day, rows += 50, 1));
                await CommitAsync();
                inside = false;
            }
        };

        Assert.NotEmpty((await AuditAsync(AuditLevel.Counts)).Differences);
    }

    [Fact]
    public async Task a_commit_that_was_begun_long_ago_and_not_finished_differs()
    {
        _lake.Before = (call, _, _) => call == "publish" ? throw IngestException.Transient("The lake is gone.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IngestException>(CommitAsync);
        _lake.Before = (_, _, _) => Task.CompletedTask;
        Finding underWay = await AuditAsync(AuditLevel.Counts);
        _clock.Advance(TimeSpan.FromHours(2));

        Finding finding = await AuditAsync(AuditLevel.Counts);

        Assert.Equal((0, true), (underWay.Differences.Count, underWay.Behind));

        Assert.Equal(DifferenceKind.Unfinished, Assert.Single(finding.Differences).Kind);
        Assert.NotNull(finding.Repair);
    }

    [Fact]
    public async Task a_day_that_still_gets_rows_is_behind_and_does_not_differ()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));
        var today = new Unit(Unit.Table, UnitInterval.Of(new DateOnly(2026, 1, 10)));
        _source.Put(Readings.Day(new DateOnly(2026, 1, 10), 10, 5_000));
        Finding unknown = await AuditAsync(AuditLevel.Counts, today);
        await CommitAsync(today);
        _source.Put(Readings.Day(new DateOnly(2026, 1, 10), 20, 5_000));

        Finding more = await AuditAsync(AuditLevel.Rows, today);

        Assert.All((Finding[])[unknown, more], finding => Assert.Empty(finding.Differences));
        Assert.All((Finding[])[unknown, more], finding => Assert.True(finding.Behind));
    }

    [Fact]
    public async Task an_open_day_that_lost_all_its_rows_has_shrunk()
    {
        var today = new Unit(Unit.Table, UnitInterval.Of(new DateOnly(2026, 1, 10)));
        _source.Put(Readings.Day(new DateOnly(2026, 1, 10), 10, 5_000));
        await CommitAsync(today);
        _source.Delete(Enumerable.Range(5_000, 10).Select(id => (long)id));

        Finding finding = await AuditAsync(AuditLevel.Counts, today);

        Assert.Equal(DifferenceKind.Shrunk, Assert.Single(finding.Differences).Kind);
        Assert.False(finding.Behind);
    }

    [Fact]
    public async Task a_replica_that_is_older_than_the_record_proves_nothing()
    {
        await CommitAsync();
        _source.Put(MemoryRow.Of(1, 1, Dates.Instant(Dates.Micros(Day)).AddSeconds(1), 7));
        _source.Delete(2);
        _source.Lag = TimeSpan.FromHours(1);

        Finding finding = await AuditAsync(AuditLevel.Counts);

        Assert.Empty(finding.Differences);
        Assert.Equal(FailureKind.Transient, finding.Failure?.Kind);
        Assert.Contains("is a replica that may lack", finding.Failure!.Reason, StringComparison.Ordinal);
    }

    private async Task CommitAsync() => await CommitAsync(Unit);

    private async Task CommitAsync(Unit unit)
    {
        var graph = new UnitGraph(_lake, new EngineLimits(), new ByteBudget(long.MaxValue), new RunMeter(), Sys.Materializer());
        OpenUnit open = await OpenUnit.OpenAsync(
            new PlannedUnit(unit, await _source.ResolveAsync(unit.Table, default)), _source, new RecordStore(_lake), default);
        Assert.IsType<UnitOutcome.Committed>(await graph.RunAsync(open, acceptShrink: false, turn: null, default));
    }

    private async Task<Finding> AuditAsync(AuditLevel level, Unit? unit = null)
    {
        unit ??= Unit;
        var audit = new UnitAudit(_source, _lake, new EngineLimits(), new RunMeter(), Sys.Materializer());
        return await audit.RunAsync(new PlannedUnit(unit, await _source.ResolveAsync(unit.Table, default)), [], level, default);
    }
}
