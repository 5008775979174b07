using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Host.Tests.Commands;
using Ingest.TestKit;
using Ingest.TestKit.Aws;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>A lake in a bucket of a server that others wrote is the same as one in a directory, byte for byte, and all verbs work over it.</summary>
public sealed class BucketMotoTests
{
    private static readonly Dictionary<string, string> Identity = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    [SkippableFact]
    public async Task Real_readings_have_the_bytes_that_a_directory_has()
    {
        var room = new Occupancy();
        await using Installation installation = await OccupancyTests.CreateAsync(DatabaseKind.Sqlite);
        await installation.JsonAsync(0, "sample", "--csv", room.Files[0]);
        await installation.JsonAsync(0, "sample", "--csv", room.Files[1], "--sensor", "2");
        await installation.JsonAsync(0, "backfill");
        string bucket = await BucketAsync(installation);

        JsonElement result = await RunAsync(installation, 0, "backfill");

        Assert.Equal((9, 9, 0, 0, 0), result.Units());
        string[] expected = [.. installation.Objects().Select(key => $"{key} {Sha256(File.ReadAllBytes(Path.Combine(installation.Lake, key)))}")];
        Assert.Equal(expected, await ObjectsAsync(bucket));
    }

    [SkippableFact]
    public async Task Late_rows_verification_and_repair_work_as_in_a_directory()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        string bucket = await BucketAsync(installation);
        await RunAsync(installation, 0, "backfill");
        await Readings.AddAsync(installation, 13, Readings.Day.AddHours(1));

        JsonElement again = await RunAsync(installation, 0, "backfill");
        JsonElement verified = await RunAsync(installation, 0, "verify", "--level", "values");
        using (AmazonS3Client s3 = S3())
        {
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "lake/readings/date=20210102/data.parquet", ContentBody = "damaged" });
        }

        JsonElement damaged = await RunAsync(installation, 3, "verify", "--level", "values");
        await RunAsync(installation, 0, "verify", "--level", "values", "--repair");
        JsonElement status = await RunAsync(installation, 0, "status");

        Assert.Equal((3, 1, 2, 0, 0), again.Units());
        Assert.Equal(0, verified.GetProperty("differences").GetArrayLength());
        Assert.NotEqual(0, damaged.GetProperty("differences").GetArrayLength());
        Assert.Equal(3, status.GetProperty("rows").GetArrayLength());
        Assert.Equal(
            ["readings/date=20210101/data.parquet", "readings/date=20210102/data.parquet", "readings/date=20210103/data.parquet"],
            (await ObjectsAsync(bucket)).Select(line => line.Split(' ')[0]));
    }

    [SkippableFact]
    public async Task Killed_between_the_last_record_and_the_catalog_the_next_run_tells_it()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await BucketAsync(installation);
        string database = $"db_{Guid.NewGuid():N}";
        installation.Configuration["Catalog"] = new JsonObject { ["Kind"] = "glue", ["Database"] = database };
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (LoopbackServer silent = await LoopbackServer.StartAsync(async context =>
        {
            asked.TrySetResult();
            var gone = new TaskCompletionSource();
            await using CancellationTokenRegistration hung = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }))
        {
            installation.Configuration["Lake"]!["Endpoint"] = Moto.Require().AbsoluteUri;
            installation.Configuration["Aws"]!["Endpoint"] = silent.Url.AbsoluteUri;
            using var killed = ExecutableProcess.Start(Identity, "backfill", "--config", installation.SaveConfiguration());
            await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
            killed.Kill();
            await killed.Ended;
        }

        installation.Configuration["Aws"]!["Endpoint"] = Moto.Require().AbsoluteUri;
        JsonElement next = await RunAsync(installation, 0, "backfill");

        Assert.Equal((3, 0, 3, 0, 0), next.Units());
        Assert.Equal(["20210101", "20210102", "20210103"], await PartitionsAsync(database));
    }

    [SkippableFact]
    public async Task A_bucket_that_does_not_exist_is_named()
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        await BucketAsync(installation);
        installation.Configuration["Lake"]!["Root"] = "s3://no-such-bucket-here/lake";

        CliResult result = await ProcessAsync(installation, "run");

        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Contains("there is no bucket no-such-bucket-here. Create it, or mend Lake.Root.", result.Error, StringComparison.Ordinal);
    }

    private static AmazonS3Client S3() => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonS3Config { ServiceURL = Moto.Require().AbsoluteUri, AuthenticationRegion = "us-east-1", ForcePathStyle = true });

    private static async Task<string[]> PartitionsAsync(string database)
    {
        var glue = new AmazonGlueClient(
            new AwsSpec { Endpoint = Moto.Require(), Credentials = new BasicAWSCredentials("test", "test") }, TimeProvider.System);
        GetPartitionsResponse there = await glue.GetPartitionsAsync(new GetPartitionsRequest { DatabaseName = database, TableName = "readings" });
        return [.. there.Partitions!.Select(partition => partition.Values![0]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes a bucket and points the configuration at it.</summary>
    private static async Task<string> BucketAsync(Installation installation)
    {
        string bucket = $"bucket-{Guid.NewGuid():N}";
        using AmazonS3Client s3 = S3();
        await s3.PutBucketAsync(bucket);
        installation.Configuration["Lake"] = new JsonObject { ["Root"] = $"s3://{bucket}/lake" };
        installation.Configuration["Aws"] = new JsonObject { ["Endpoint"] = Moto.Require().AbsoluteUri };
        return bucket;
    }

    private static async Task<JsonElement> RunAsync(Installation installation, int exit, string verb, params string[] arguments)
    {
        CliResult result = await ProcessAsync(installation, verb, [.. arguments, "--json"]);
        Assert.True(result.Exit == exit, $"ended with {result.Exit}: {result.Error}{result.Out}");
        return JsonSerializer.Deserialize<JsonElement>(result.Out);
    }

    private static async Task<CliResult> ProcessAsync(Installation installation, string verb, params string[] arguments)
    {
        using var process = ExecutableProcess.Start(Identity, [verb, "--config", installation.SaveConfiguration(), .. arguments]);
        return await process.EndAsync();
    }

    /// <summary>Keys without the lake's prefix, with the hash of what lies there.</summary>
    private static async Task<string[]> ObjectsAsync(string bucket)
    {
        using AmazonS3Client s3 = S3();
        List<string> lines = [];
        ListObjectsV2Response list = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "lake/" });
        foreach (string key in list.S3Objects.Select(found => found.Key).Where(key => !key.StartsWith("lake/_ingest/", StringComparison.Ordinal)))
        {
            using GetObjectResponse there = await s3.GetObjectAsync(bucket, key);
            using var content = new MemoryStream();
            await there.ResponseStream.CopyToAsync(content);
            lines.Add($"{key["lake/".Length..]} {Sha256(content.ToArray())}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
