using Ingest.Actors.Catalogs;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

public sealed class ProjectedCatalogTests : ScriptedCatalogContract
{
    [Fact]
    public async Task athena_is_told_the_rule_and_no_partitions()
    {
        await Recorded.CommitAsync(Table, Day);

        await UpdateAsync();

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["EXTERNAL"] = "TRUE",
                ["classification"] = "parquet",
                ["projection.enabled"] = "true",
                ["projection.date.type"] = "date",
                ["projection.date.format"] = "yyyyMMdd",
                ["projection.date.interval"] = "1",
                ["projection.date.interval.unit"] = "DAYS",
                ["projection.date.range"] = "20260105,NOW+2DAYS",
                ["storage.location.template"] = $"{Root}/raw-readings/date=${{date}}/",
            },
            Glue.Find(Database, "raw_readings")!.Parameters);
        Assert.Empty(Glue.Find(Database, "raw_readings")!.Partitions);
        Assert.Equal(0, Glue.Server.Count("BatchCreatePartition"));
    }

    [Fact]
    public async Task the_range_widens_when_an_earlier_or_a_much_later_day_appears_and_only_then()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        await Recorded.CommitAsync(Table, Day.AddDays(3));
        int asked = Glue.Server.Calls.Count;
        await UpdateAsync();
        Assert.Equal(asked, Glue.Server.Calls.Count);

        await Recorded.CommitAsync(Table, new DateOnly(2025, 12, 31), late: [new DateOnly(2026, 1, 20)]);
        await UpdateAsync();

        Assert.Equal("20251231,NOW+10DAYS", Glue.Find(Database, "raw_readings")!.Parameters["projection.date.range"]);
    }

    [Fact]
    public async Task a_table_that_is_projected_no_more_says_so()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();

        await new GlueCatalog(new CatalogSpec.Glue(Database), Lake, Root, Client, Clock).UpdateAsync([Table], anew: false, default);

        Assert.Equal(["EXTERNAL", "classification"], Glue.Find(Database, "raw_readings")!.Parameters.Keys.Order());
        Assert.Equal(["20260105"], Glue.Find(Database, "raw_readings")!.Partitions.Keys);
    }

    protected override ICatalog Catalog() =>
        new GlueCatalog(new CatalogSpec.Glue(Database) { Projection = true }, Lake, Root, Client, Clock);

    protected override async Task AssertKnowsAsync(params string[] partitions)
    {
        string[] range = Glue.Find(Database, "raw_readings")!.Parameters["projection.date.range"].Split(',');
        Assert.Equal(partitions[0], range[0]);
        Assert.Empty(await Catalog().UnknownAsync(Table, partitions, default));
    }

    /// <summary>Somebody drops the rule's beginning.</summary>
    protected override Task ForgetAsync(string table, string partition)
    {
        var present = Glue.Find(Database, table)!;
        var other = present.Input.DeepClone().AsObject();
        other["Parameters"]!["projection.date.range"] = "20260101,NOW-5DAYS";
        present.Update(other, archive: false);
        return Task.CompletedTask;
    }
}
