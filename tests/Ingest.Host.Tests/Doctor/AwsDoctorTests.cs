using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Doctor;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit.Aws;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Doctor;

/// <summary>What doctor says where services are out of reach: as much as a run would find out, once, and soon.</summary>
public sealed class AwsDoctorTests
{
    private const string Bucket = "my-data-bucket";
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_STS_that_cannot_be_reached_is_to_know_and_the_clock_and_the_rest_are_looked_at_all_the_same()
    {
        await using LoopbackServer s3 = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Date = Now.ToString("R");
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        var aws = new AwsSpec { Region = "eu-central-1", Endpoint = Nowhere, Credentials = new BasicAWSCredentials("test", "test") };
        var lake = new LakeSpec.Bucketed(Bucket, "") { Endpoint = s3.Url };
        var clock = new FakeTimeProvider(Now.AddMinutes(7));

        List<Observation> seen = await new AwsExamination(aws, lake, clock, [new Rest()]).RunAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(
            [("identity", Verdict.Warning), ("clock", Verdict.Missing), ("rest", Verdict.Ok)], seen.Select(one => (one.Subject, one.Verdict)));
        Assert.StartsWith(
            "there are credentials, and whose they are could not be asked; a run does without (sts:GetCallerIdentity on itself", seen[0].Sentence,
            StringComparison.Ordinal);
        Assert.Equal("this machine's is 420 s ahead of that of AWS, and requests are refused: set it by NTP", seen[1].Sentence);
    }

    /// <summary>A refusal is another matter: whom STS does not know, nobody does.</summary>
    [Fact]
    public async Task Whom_STS_refuses_looks_at_nothing_else()
    {
        await using LoopbackServer sts = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(
                "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>No</Message></Error></ErrorResponse>");
        });
        var aws = new AwsSpec { Region = "eu-central-1", Endpoint = sts.Url, Credentials = new BasicAWSCredentials("test", "test") };
        var lake = new LakeSpec.Bucketed(Bucket, "");

        List<Observation> seen = await new AwsExamination(aws, lake, TimeProvider.System, [new Rest()])
            .RunAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(
            [("identity", Verdict.Missing), ("clock", Verdict.Ok), ("lake and catalog", Verdict.Skipped)],
            seen.Select(one => (one.Subject, one.Verdict)));
    }

    [Fact]
    public async Task A_bucket_that_never_answers_is_not_waited_for_and_said_once()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackServer s3 = await MuteAsync(asked);
        var clock = new FakeTimeProvider(Now);

        Task<List<Observation>> look = LookAsync(s3.Url, clock, "readings");
        await asked.Task;
        clock.Advance(ServiceReach.Within + TimeSpan.FromSeconds(1));

        Assert.Equal(
            [
                ("s3:ListBucket", Verdict.Missing, $"s3:ListBucket on s3://{Bucket} was not answered within 20 s: check the network, "
                    + "Lake.Endpoint and Lake.Region."),
                ("other actions", Verdict.Skipped, "the bucket cannot be looked into"),
            ],
            (await look).Select(one => (one.Subject, one.Verdict, one.Sentence)));
    }

    [Fact]
    public async Task Where_a_bucket_is_that_never_answers_is_not_waited_for_either()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackServer s3 = await MuteAsync(asked);
        var clock = new FakeTimeProvider(Now);
        var lake = new LakeSpec.Bucketed(Bucket, "") { Endpoint = s3.Url };
        var aws = new AwsSpec { Region = "us-east-1", Credentials = new BasicAWSCredentials("test", "test") };

        Task<List<Observation>> look = new AthenaSourceExamination(new CatalogSpec.Glue("sensor_data"), lake, aws, clock)
            .RunAsync(CancellationToken.None).ToListAsync().AsTask();
        await asked.Task;
        clock.Advance(ServiceReach.Within + TimeSpan.FromSeconds(1));

        Observation seen = Assert.Single(await look);
        Assert.Equal(("s3:GetBucketLocation", Verdict.Missing), (seen.Subject, seen.Verdict));
    }

    [Fact]
    public async Task Which_folder_was_tried_is_said_where_there_are_others()
    {
        await using ScriptedS3 s3 = await ScriptedS3.StartAsync();
        s3.CreateBucket(Bucket);

        List<Observation> one = await LookAsync(s3.Url, TimeProvider.System, "readings");
        List<Observation> several = await LookAsync(s3.Url, TimeProvider.System, "readings", "sensors", "raw/events");

        Assert.Contains(one, seen => seen.Subject == "rest");
        Assert.DoesNotContain(one, seen => seen.Subject == "other folders");
        Assert.Equal(
            "tried in readings only; a policy that names folders must name these as well: sensors, raw/events",
            several.Single(seen => seen.Subject == "other folders").Sentence);
    }

    private static async Task<List<Observation>> LookAsync(Uri s3, TimeProvider clock, params string[] paths)
    {
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        var origin = new ConfigurationOrigin(installation.SaveConfiguration(), installation.Environment);
        TableSpec table = ConfigurationReader.Read(origin).Tables[0];
        var lake = new LakeSpec.Bucketed(Bucket, "") { Endpoint = s3 };
        var aws = new AwsSpec { Region = "us-east-1", Credentials = new BasicAWSCredentials("test", "test") };
        TableSpec[] tables = [.. paths.Select(path => table with { Path = path })];
        return await new BucketExamination(lake, aws, tables, clock, [new Rest()]).RunAsync(CancellationToken.None).ToListAsync();
    }

    /// <summary>It takes requests and answers none.</summary>
    private static Task<LoopbackServer> MuteAsync(TaskCompletionSource asked) => LoopbackServer.StartAsync(async context =>
    {
        asked.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    });

    /// <summary>What is looked at afterwards.</summary>
    private sealed class Rest() : Examination("rest")
    {
        public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            yield return Ok("rest", "it was looked at");
        }
    }
}
