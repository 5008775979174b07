using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

/// <summary>The contract over the scripted Glue.</summary>
public abstract class ScriptedCatalogContract : CatalogContract, IAsyncLifetime
{
    protected const string Database = "sensor_data";

    protected static readonly DateOnly Day = new(2026, 1, 5);

    protected static readonly AwsLimits Limits = new() { Attempt = Timeout.InfiniteTimeSpan };

    protected LeapingClock Clock { get; } = new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));

    protected ScriptedGlue Glue { get; private set; } = null!;

    protected AmazonGlueClient Client => new(Glue.Server.Spec, Clock, Limits);

    public virtual async Task InitializeAsync() => Glue = await ScriptedGlue.StartAsync();

    public async Task DisposeAsync() => await Glue.DisposeAsync();

    protected override void Later() => Clock.Advance(TimeSpan.FromHours(1));

    protected override Task<Cataloged?> FindAsync(string table) => Task.FromResult(
        Glue.Find(Database, table) is { } found
            ? new Cataloged(
                found.Location,
                found.Columns,
                found.PartitionKeys,
                found.Partitions.Keys.ToDictionary(partition => partition, found.LocationOf),
                [.. found.Partitions.Keys.Select(found.ColumnsOf)])
            : null);

    protected override Task ForgetAsync(string table, string partition)
    {
        Glue.Find(Database, table)!.Partitions.Remove(partition);
        return Task.CompletedTask;
    }
}
