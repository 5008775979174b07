using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Ingest.Actors.Tests.Auditing;

public sealed class LakeAuditTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly DateOnly First = new(2026, 1, 5);
    private static readonly TableSpec Table = Readings.Table();

    private readonly MemoryLake _lake = new();
    private readonly MemorySource _source = new(new FakeTimeProvider(new DateTimeOffset(2026, 1, 20, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public async Task a_partition_that_the_catalog_does_not_know_is_found_when_everything_is_verified()
    {
        await IngestAsync();
        var catalog = new ForgetfulCatalog("20260106");

        Assert.Equal(
            ["readings: the catalog does not know the partition date=20260106"], await AuditAsync(catalog, new UnitRange.Routine()));
        Assert.Equal(["20260105", "20260106", "20260107"], catalog.Asked);
        Assert.Empty(await AuditAsync(catalog, new UnitRange.Days(First, null)));
    }

    [Fact]
    public async Task a_unit_that_cannot_be_looked_at_keeps_no_other_from_being_looked_at()
    {
        await IngestAsync();
        _lake.Remove("readings/date=20260105/data.parquet");
        _lake.Before = (call, key, _) => call == "find" && key.Contains("20260106", StringComparison.Ordinal)
            ? throw IngestException.Transient("The disk is tired.")
            : Task.CompletedTask;

        Assert.Equal(
            ["readings/20260106: The disk is tired.", "readings/20260105: readings/date=20260105/data.parquet is not there"],
            await AuditAsync(new NoCatalog(), new UnitRange.Routine()));
        Assert.Equal(0, _source.OpenSnapshots);
    }

    private async Task IngestAsync()
    {
        var graph = new UnitGraph(_lake, new EngineLimits(), new ByteBudget(long.MaxValue), new RunMeter(), Sys.Materializer());
        for (int day = 0; day < 3; day++)
        {
            _source.Put(Readings.Day(First.AddDays(day), 10, 1 + (100 * day)));
            var planned = new PlannedUnit(new Unit(Table, UnitInterval.Of(First.AddDays(day))), await _source.ResolveAsync(Table, default));
            await graph.RunAsync(await OpenUnit.OpenAsync(planned, _source, new RecordStore(_lake), default), acceptShrink: false, turn: null, default);
        }
    }

    private async Task<List<string>> AuditAsync(ICatalog catalog, UnitRange range)
    {
        var audit = new LakeAudit(_source, _lake, catalog, new EngineLimits(), new RunMeter(), Sys.Materializer());
        List<string> found = [];
        await foreach (Finding finding in audit.RunAsync(await audit.PlanAsync([Table], range, default), AuditLevel.Counts, default))
        {
            found.AddRange(finding.Failure is { } failure ? [$"{finding.Who}: {failure.Reason}"] : []);
            found.AddRange(finding.Differences.Select(difference => $"{finding.Who}: {difference.Sentence}"));
        }

        return found;
    }

    private sealed class ForgetfulCatalog(string forgotten) : ICatalog
    {
        public IReadOnlyList<string> Asked { get; private set; } = [];

        public Task<IReadOnlyList<string>> UpdateAsync(IReadOnlyList<TableSpec> tables, bool anew, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyList<string>> UnknownAsync(
            TableSpec table, IReadOnlyList<string> partitions, CancellationToken cancellation)
        {
            Asked = partitions;
            return Task.FromResult<IReadOnlyList<string>>([.. partitions.Where(partition => partition == forgotten)]);
        }
    }
}
