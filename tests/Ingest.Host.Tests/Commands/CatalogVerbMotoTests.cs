using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;
using Readings = Ingest.Host.Tests.EndToEnd.Readings;

namespace Ingest.Host.Tests.Commands;

/// <summary>The executable with a lake in S3 and a catalog in Glue, both of which others wrote.</summary>
public sealed class CatalogVerbMotoTests
{
    private readonly string _name = $"c{Guid.NewGuid():N}";

    private static AwsSpec Reach => new()
    {
        Endpoint = Moto.Require(),
        Region = "us-east-1",
        Credentials = new BasicAWSCredentials("test", "test"),
    };

    private AmazonGlueClient Glue { get; } = new(Reach, TimeProvider.System);

    [SkippableFact]
    public async Task A_run_tells_the_catalog_and_what_was_forgotten_is_found_and_mended()
    {
        await using Installation installation = await CreateAsync();

        Assert.Equal(0, (await RunAsync(installation, "backfill")).Exit);
        Assert.Equal(["20210101", "20210102", "20210103"], await PartitionsAsync());

        await ForgetAsync("20210102");
        CliResult verified = await RunAsync(installation, "verify");
        Assert.Equal((3, true), (verified.Exit, verified.Out.Contains("readings: the catalog does not know the partition date=20210102", StringComparison.Ordinal)));
        CliResult mended = await RunAsync(installation, "verify", "--repair");
        Assert.StartsWith("3 units verified, no differences, 1 difference mended; ", mended.Out, StringComparison.Ordinal);
        Assert.Equal((0, ""), (mended.Exit, mended.Error));

        await ForgetAsync("20210103");
        CliResult told = await RunAsync(installation, "catalog");
        Assert.Equal((0, ""), (told.Exit, told.Error));
        Assert.StartsWith($"the catalog's database {_name} says what the lake says; ", told.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(installation, "verify")).Exit);
    }

    [SkippableFact]
    public async Task The_sql_is_printed_for_those_who_may_not_tell_glue()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration.Remove("Catalog");
        Assert.Equal(0, (await RunAsync(installation, "backfill")).Exit);

        CliResult printed = await RunAsync(installation, "catalog", "--ddl", "--database", "sensor_data");
        CliResult json = await RunAsync(installation, "catalog", "--ddl", "--database", "sensor_data", "--json");

        Assert.Equal((0, ""), (printed.Exit, printed.Error));
        Assert.StartsWith(
            "CREATE DATABASE IF NOT EXISTS `sensor_data`;\n\nCREATE EXTERNAL TABLE IF NOT EXISTS `sensor_data`.`readings` (\n  `sensor_id` bigint,\n  `time` timestamp,\n  `temperature` decimal(9,2)\n)\n",
            printed.Out, StringComparison.Ordinal);
        Assert.Contains($"PARTITION (`date` = '20210102') LOCATION 's3://{_name}/lake/readings/date=20210102/'", printed.Out, StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(json.Out).RootElement.GetProperty("statements").GetArrayLength());
    }

    [SkippableFact]
    public async Task Tables_without_an_entry_are_those_that_the_lake_has()
    {
        await using Installation installation = await CreateAsync();
        await installation.Source.ExecuteAsync("CREATE TABLE Sites (id INTEGER NOT NULL PRIMARY KEY)");
        await installation.Source.ExecuteAsync("INSERT INTO Sites VALUES (1)");
        installation.Table("*", """{ "Copy": true }""");
        Assert.Equal(0, (await RunAsync(installation, "backfill")).Exit);
        installation.Configuration["Source"] = JsonNode.Parse("""{ "Url": "sqlite:none.db" }""");

        CliResult printed = await RunAsync(installation, "catalog", "--ddl", "--table", "sites");
        CliResult told = await RunAsync(installation, "catalog");

        Assert.Equal((0, 0, ""), (printed.Exit, told.Exit, told.Error));
        Assert.Contains($"LOCATION 's3://{_name}/lake/sites/'", printed.Out, StringComparison.Ordinal);
        Assert.Equal("sites", (await Glue.GetTableAsync(new GetTableRequest { DatabaseName = _name, Name = "sites" })).Table!.Name);
    }

    [SkippableFact]
    public async Task A_table_that_is_anothers_fails_the_catalog_and_loses_nothing_of_the_run()
    {
        await using Installation installation = await CreateAsync();
        await Glue.CreateDatabaseAsync(new CreateDatabaseRequest { DatabaseInput = new DatabaseInput { Name = _name } });
        await Glue.CreateTableAsync(new CreateTableRequest
        {
            DatabaseName = _name,
            TableInput = new TableInput { Name = "readings", StorageDescriptor = new StorageDescriptor { Location = "s3://elsewhere/readings/", Columns = [] } },
        });

        CliResult run = await RunAsync(installation, "backfill", "--json");

        JsonElement result = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((1, 3), (run.Exit, result.GetProperty("units").GetProperty("committed").GetInt32()));
        JsonElement failure = Assert.Single(result.GetProperty("failures").EnumerateArray());
        Assert.Equal("catalog", failure.GetProperty("table").GetString());
        Assert.Contains($"The table {_name}.readings is another: it points to s3://elsewhere/readings/", failure.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private async Task<Installation> CreateAsync()
    {
        Uri moto = Moto.Require();
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials("test", "test"),
            new AmazonS3Config { ServiceURL = moto.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await s3.PutBucketAsync(_name);
        Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        installation.Configuration["Lake"]!["Root"] = $"s3://{_name}/lake";
        installation.Configuration["Aws"] = new JsonObject { ["Endpoint"] = moto.AbsoluteUri };
        installation.Configuration["Catalog"] = new JsonObject { ["Kind"] = "glue", ["Database"] = _name };
        return installation;
    }

    /// <summary>As a process, since credentials are those of its environment.</summary>
    private static async Task<CliResult> RunAsync(Installation installation, string verb, params string[] options)
    {
        var environment = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test" };
        using var process = ExecutableProcess.Start(environment, [verb, "--config", installation.SaveConfiguration(), .. options]);
        return await process.EndAsync();
    }

    private async Task<string[]> PartitionsAsync()
    {
        GetPartitionsResponse found = await Glue.GetPartitionsAsync(new GetPartitionsRequest { DatabaseName = _name, TableName = "readings" });
        return [.. found.Partitions!.Select(partition => partition.Values![0]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The value points to another day from now on.</summary>
    private Task ForgetAsync(string partition) => Glue.BatchUpdatePartitionAsync(new BatchUpdatePartitionRequest
    {
        DatabaseName = _name,
        TableName = "readings",
        Entries =
        [
            new BatchUpdatePartitionRequestEntry
            {
                PartitionValueList = [partition],
                PartitionInput = new PartitionInput { Values = [$"1999{partition[4..]}"], StorageDescriptor = new StorageDescriptor { Columns = [] } },
            },
        ],
    });
}
