using System.Text.Json.Nodes;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Catalogs;

public sealed class GlueCatalogTests : ScriptedCatalogContract
{
    [Fact]
    public async Task a_table_is_one_that_athena_reads()
    {
        await Recorded.CommitAsync(Table, Day);

        await UpdateAsync();

        JsonNode table = Glue.Find(Database, "raw_readings")!.Input;
        Assert.Equal("EXTERNAL_TABLE", table["TableType"]!.GetValue<string>());
        Assert.Equal("parquet", table["Parameters"]!["classification"]!.GetValue<string>());
        Assert.Equal("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", table["StorageDescriptor"]!["InputFormat"]!.GetValue<string>());
        Assert.Equal(
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            table["StorageDescriptor"]!["SerdeInfo"]!["SerializationLibrary"]!.GetValue<string>());
    }

    [Fact]
    public async Task nobody_is_asked_anything_when_nothing_changed()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        int asked = Glue.Server.Calls.Count;

        await UpdateAsync();

        Assert.Equal(asked, Glue.Server.Calls.Count);
    }

    [Fact]
    public async Task partitions_are_told_a_hundred_at_a_time()
    {
        await Recorded.CommitAsync(Table, Day, late: [.. Enumerable.Range(1, 249).Select(day => Day.AddDays(-day))]);

        await UpdateAsync();

        Assert.Equal(3, Glue.Server.Count("BatchCreatePartition"));
    }

    [Fact]
    public async Task a_partition_that_fails_is_named_and_the_others_are_told_and_the_next_run_makes_up_for_it()
    {
        await Recorded.CommitAsync(Table, Day);
        await Recorded.CommitAsync(Table, Day.AddDays(1));
        Glue.BreakPartition("20260105", "InternalServiceException");

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("glue:BatchCreatePartition on table sensor_data.raw_readings failed for date=20260105 (InternalServiceException", failure.Message, StringComparison.Ordinal);
        await AssertKnowsAsync("20260106");
        Glue.BreakPartition("20260105", null);
        await UpdateAsync();
        await AssertKnowsAsync("20260105", "20260106");
    }

    [Fact]
    public async Task replies_that_are_lost_and_requests_that_are_throttled_change_nothing()
    {
        await Recorded.CommitAsync(Table, Day);
        foreach (string action in new[] { "GetDatabase", "CreateDatabase", "GetTable", "CreateTable", "BatchCreatePartition" })
        {
            Glue.Server.Fail(action, AwsFault.ReplyLost);
            Glue.Server.Fail(action, AwsFault.Throttled);
            Glue.Server.Fail(action, AwsFault.Internal);
        }

        Assert.Empty(await UpdateAsync());

        await AssertKnowsAsync("20260105");
        Recorded.Columns = ["sensor_id int64"];
        await Recorded.CommitAsync(Table, Day);
        foreach (string action in new[] { "UpdateTable", "GetPartitions", "BatchUpdatePartition" })
        {
            Glue.Server.Fail(action, AwsFault.ReplyLost);
            Glue.Server.Fail(action, AwsFault.Throttled);
            Glue.Server.Fail(action, AwsFault.Internal);
        }

        Assert.Empty(await UpdateAsync());

        Assert.Equal(["sensor_id bigint"], (await FindAsync("raw_readings"))!.Columns);
        Assert.Equal([["sensor_id bigint"]], (await FindAsync("raw_readings"))!.PartitionColumns);
    }

    [Theory]
    [InlineData("GetTable")]
    [InlineData("CreateTable")]
    [InlineData("BatchCreatePartition")]
    public async Task a_kill_at_any_step_is_made_up_for_by_the_next_run(string dies)
    {
        await Recorded.CommitAsync(Table, Day);
        Glue.Server.Fail(dies, new AwsFault("InvalidInputException"));
        await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        await UpdateAsync();

        await AssertKnowsAsync("20260105");
    }

    [Theory]
    [InlineData("UpdateTable")]
    [InlineData("GetPartitions")]
    [InlineData("BatchUpdatePartition")]
    public async Task a_kill_at_any_step_of_a_change_is_made_up_for_by_the_next_run(string dies)
    {
        await ChangeAsync();
        Glue.Server.Fail(dies, new AwsFault("InvalidInputException"));
        await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        await UpdateAsync();

        Assert.Equal(["sensor_id bigint"], (await FindAsync("raw_readings"))!.Columns);
        Assert.Equal([["sensor_id bigint"]], (await FindAsync("raw_readings"))!.PartitionColumns);
        Assert.Equal(0, Glue.Find(Database, "raw_readings")!.Archived);
    }

    [Fact]
    public async Task a_change_that_is_undone_after_it_was_half_told_is_told_back()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        IReadOnlyList<string> before = Recorded.Columns;
        Recorded.Columns = ["sensor_id int64"];
        await Recorded.CommitAsync(Table, Day);
        Glue.Server.Fail("GetPartitions", new AwsFault("InvalidInputException"));
        await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());
        Recorded.Columns = before;
        await Recorded.CommitAsync(Table, Day);

        await UpdateAsync();

        Assert.Equal(["sensor_id int", "time timestamp", "value decimal(9,2)"], (await FindAsync("raw_readings"))!.Columns);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("GetPartitions")]
    public async Task a_process_that_undid_what_another_told_meanwhile_tells_it_again(string? fails)
    {
        Recorded.Columns = ["sensor_id int32"];
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Recorded.Columns = ["sensor_id int64"];
        await Recorded.CommitAsync(Table, Day);
        AwsSpec slow = Glue.Server.Spec with
        {
            Credentials = new Interrupted(Glue.Server.Credentials, async () =>
            {
                Recorded.Columns = ["sensor_id int64", "co2 int32"];
                await Recorded.CommitAsync(Table, Day);
                await UpdateAsync();
                if (fails is not null)
                {
                    Glue.Server.Fail(fails, new AwsFault("InvalidInputException"));
                }
            }),
        };

        await new GlueCatalog(new CatalogSpec.Glue(Database), Lake, Root, new AmazonGlueClient(slow, Clock, Limits), Clock)
            .UpdateAsync([Table], anew: false, default);

        Assert.Equal(["sensor_id bigint", "co2 int"], (await FindAsync("raw_readings"))!.Columns);
        Assert.Equal([["sensor_id bigint", "co2 int"]], (await FindAsync("raw_readings"))!.PartitionColumns);
    }

    [Fact]
    public async Task a_change_whose_reply_is_lost_is_done()
    {
        await ChangeAsync();
        Glue.Server.Fail("UpdateTable", AwsFault.ReplyLost);

        Assert.Empty(await UpdateAsync());

        Assert.Equal(["sensor_id bigint"], (await FindAsync("raw_readings"))!.Columns);
        Assert.Equal([["sensor_id bigint"]], (await FindAsync("raw_readings"))!.PartitionColumns);
        Assert.Equal(2, Glue.Server.Count("UpdateTable"));
    }

    [Fact]
    public async Task a_table_that_others_change_all_the_time_is_given_up_for_now()
    {
        await ChangeAsync();
        Glue.Server.Fail("UpdateTable", new AwsFault("ConcurrentModificationException"), 100);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync());

        Assert.Equal((FailureKind.Transient, 5), (failure.Kind, Glue.Server.Count("UpdateTable")));
    }

    [Fact]
    public async Task a_table_that_points_elsewhere_is_left_alone()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        TableSpec moved = Table with { Path = "another" };
        await Recorded.CommitAsync(moved, Day);
        await Recorded.CommitAsync(Copy with { Time = Table.Time }, Day);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync(moved));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.Contains($"it points to {Root}/raw-readings/ and not to {Root}/another/", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"{Root}/raw-readings/", (await FindAsync("raw_readings"))!.Location);
    }

    [Theory]
    [InlineData("""[{"Name":"day","Type":"string"}]""", "it is partitioned by (day string) and not by (date string)")]
    [InlineData("""[]""", "it is partitioned by () and not by (date string)")]
    public async Task a_table_that_is_laid_out_otherwise_is_left_alone(string keys, string reason)
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        ScriptedGlueTable table = Glue.Find(Database, "raw_readings")!;
        JsonObject other = table.Input.DeepClone().AsObject();
        other["PartitionKeys"] = JsonNode.Parse(keys);
        table.Update(other, archive: false);

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => Catalog().UpdateAsync([Table], anew: true, default));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_partition_that_points_elsewhere_is_named()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Glue.Find(Database, "raw_readings")!.Partitions["20260105"]["StorageDescriptor"]!["Location"] = "s3://elsewhere/";

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => Catalog().UpdateAsync([Table], anew: true, default));

        Assert.Contains("The partition date=20260105 of sensor_data.raw_readings points to s3://elsewhere/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_somebody_else_said_of_a_table_stays()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        ScriptedGlueTable table = Glue.Find(Database, "raw_readings")!;
        JsonObject commented = table.Input.DeepClone().AsObject();
        commented["Description"] = "Readings.";
        commented["Parameters"]!["owner_team"] = "sensors";
        commented["StorageDescriptor"]!["Columns"]![0]!["Comment"] = "which sensor";
        commented["StorageDescriptor"]!["NumberOfBuckets"] = 8;
        commented["StorageDescriptor"]!["BucketColumns"] = new JsonArray("sensor_id");
        commented["StorageDescriptor"]!["SortColumns"] = new JsonArray(new JsonObject { ["Column"] = "time", ["SortOrder"] = 1 });
        commented["StorageDescriptor"]!["SkewedInfo"] = new JsonObject { ["SkewedColumnNames"] = new JsonArray("sensor_id") };
        table.Update(commented, archive: false);
        Recorded.Columns = ["sensor_id int64", "value double"];
        await Recorded.CommitAsync(Table, Day);

        await UpdateAsync();

        Assert.Equal("Readings.", table.Input["Description"]!.GetValue<string>());
        Assert.Equal("sensors", table.Parameters["owner_team"]);
        foreach (string said in (string[])["NumberOfBuckets", "BucketColumns", "SortColumns", "SkewedInfo"])
        {
            Assert.True(JsonNode.DeepEquals(commented["StorageDescriptor"]![said], table.Input["StorageDescriptor"]![said]), said);
        }

        Assert.Equal("which sensor", table.Input["StorageDescriptor"]!["Columns"]![0]!["Comment"]!.GetValue<string>());
        Assert.Equal(["sensor_id bigint", "value double"], table.Columns);
    }

    [Fact]
    public async Task a_denied_action_is_named_and_a_table_that_fails_keeps_no_other_from_being_told()
    {
        await Recorded.CommitAsync(Table, Day);
        TableSpec other = Table with { Name = "others", Path = "others" };
        await Recorded.CommitAsync(other, Day);
        Glue.Server.Fail("CreateTable", AwsFault.Denied("glue:CreateTable"));

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => UpdateAsync(Table, other));

        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.StartsWith("glue:CreateTable on table sensor_data.raw_readings was denied; grant it, see docs/permissions.md", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await FindAsync("others"));
    }

    [Fact]
    public async Task a_partition_that_glue_does_not_get_to_is_not_taken_for_one_that_is_not_there()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Glue.PageItems = 0;

        IngestException failure = await Assert.ThrowsAsync<IngestException>(() => Catalog().UnknownAsync(Table, ["20260105"], default));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.StartsWith("glue:BatchGetPartition on table sensor_data.raw_readings answers none of 1 partitions", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_note_that_was_copied_with_its_lake_says_nothing()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();

        IngestException failure = await Assert.ThrowsAsync<IngestException>(
            () => new GlueCatalog(new CatalogSpec.Glue(Database), Lake, "s3://copy", Client, Clock).UpdateAsync([Table], anew: false, default));

        Assert.Contains($"it points to {Root}/raw-readings/ and not to s3://copy/raw-readings/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task another_regions_catalog_knows_nothing_yet()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        int asked = Glue.Server.Calls.Count;
        var elsewhere = new AmazonGlueClient(Glue.Server.Spec with { Region = "us-east-1" }, Clock, Limits);

        await Assert.ThrowsAsync<IngestException>(
            () => new GlueCatalog(new CatalogSpec.Glue(Database), Lake, Root, elsewhere, Clock).UpdateAsync([Table], anew: false, default));

        Assert.True(Glue.Server.Calls.Count > asked);
    }

    [Fact]
    public async Task another_database_knows_nothing_yet()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();

        await new GlueCatalog(new CatalogSpec.Glue("another"), Lake, Root, Client, Clock).UpdateAsync([Table], anew: false, default);

        Assert.Equal(["20260105"], Glue.Find("another", "raw_readings")!.Partitions.Keys);
    }

    protected override ICatalog Catalog() => new GlueCatalog(new CatalogSpec.Glue(Database), Lake, Root, Client, Clock);

    /// <summary>Records of other columns than the catalog knows.</summary>
    private async Task ChangeAsync()
    {
        await Recorded.CommitAsync(Table, Day);
        await UpdateAsync();
        Recorded.Columns = ["sensor_id int64"];
        await Recorded.CommitAsync(Table, Day);
    }

    /// <summary>Lets something happen before the first request.</summary>
    private sealed class Interrupted(AWSCredentials credentials, Func<Task> meanwhile) : AWSCredentials
    {
        private Func<Task>? _meanwhile = meanwhile;

        public override ImmutableCredentials GetCredentials() => credentials.GetCredentials();

        public override async Task<ImmutableCredentials> GetCredentialsAsync()
        {
            await (Interlocked.Exchange(ref _meanwhile, null)?.Invoke() ?? Task.CompletedTask);
            return await credentials.GetCredentialsAsync();
        }
    }
}
