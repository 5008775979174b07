using System.Globalization;
using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Auditing;

public sealed class RollingAuditTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly TableSpec Table = Readings.Table() with { Audit = 0.5 };

    private readonly MemoryLake _lake = new();
    private readonly MemorySource _source = new(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));

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

    [Fact]
    public async Task a_unit_that_cannot_be_looked_at_is_tried_once_more_and_then_the_round_goes_on()
    {
        await IngestAsync(days: 4);
        _lake.Before = (call, key, _) => call == "find" && key.Contains("date=20260101", StringComparison.Ordinal)
            ? throw IngestException.Transient("The disk is tired.")
            : Task.CompletedTask;

        Assert.Equal(["20260101 The disk is tired."], await AuditAsync());
        Assert.Equal(["20260101 The disk is tired."], await AuditAsync());
        Assert.Empty(await AuditAsync());
        Assert.Equal(["20260101 The disk is tired."], await AuditAsync());
    }

    [Fact]
    public async Task what_is_to_be_mended_is_found_again_by_the_next_slice_and_once_only_where_it_is_never_mended()
    {
        await IngestAsync(days: 4);
        _lake.Remove("readings/date=20260102/data.parquet");

        Assert.Equal(["20260102 object"], await AuditAsync());
        Assert.Equal(["20260102 object"], await AuditAsync());
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task the_first_of_a_slice_is_found_once_more_too()
    {
        await IngestAsync(days: 2);
        _lake.Remove("readings/date=20260101/data.parquet");

        Assert.Equal(["20260101 object"], await AuditAsync());
        Assert.Equal(["20260101 object"], await AuditAsync());
        Assert.Empty(await AuditAsync());
        Assert.Equal(["20260101 object"], await AuditAsync());
    }

    [Fact]
    public async Task a_place_that_cannot_be_read_begins_a_new_round()
    {
        await IngestAsync(days: 2);
        await _lake.PutControlAsync("readings/_audit.json", "{ \"La"u8.ToArray(), null, default);
        _lake.Remove("readings/date=20260101/data.parquet");

        Assert.Equal(["20260101 object"], await AuditAsync());
        Assert.Equal(["20260101 object"], await AuditAsync());
        Assert.Empty(await AuditAsync());
    }

    private async Task IngestAsync(int days)
    {
        var graph = new UnitGraph(_lake, new EngineLimits(), new ByteBudget(long.MaxValue), new RunMeter(), Sys.Materializer());
        foreach (UnitInterval interval in Days(days))
        {
            _source.Put(Readings.Day(((UnitInterval.Day)interval).Date, 10, 1 + (100 * int.Parse(interval.Name[6..], CultureInfo.InvariantCulture))));
            await graph.RunAsync(await OpenUnit.OpenAsync(await PlannedAsync(interval), _source, new RecordStore(_lake), default), acceptShrink: false, turn: null, default);
        }
    }

    /// <summary>What a slice comes upon, when a run looks at a later day anyway.</summary>
    private async Task<IEnumerable<string>> AuditAsync()
    {
        var units = new UnitAudit(_source, _lake, new EngineLimits(), new RunMeter(), Sys.Materializer());
        var found = await new RollingAudit(_lake, units).RunAsync([await PlannedAsync(UnitInterval.Of(First.AddDays(30)))], default);
        return found.Select(old => $"{old.Unit.Unit.Name} {old.Finding.Failure?.Reason ?? string.Join(' ', old.Finding.Differences.Select(difference => difference.Kind)).ToLowerInvariant()}");
    }

    private async Task<PlannedUnit> PlannedAsync(UnitInterval interval) =>
        new(new Unit(Table, interval), await _source.ResolveAsync(Table, default));

    private static IEnumerable<UnitInterval> Days(int count) => Enumerable.Range(0, count).Select(day => UnitInterval.Of(First.AddDays(day)));
}
