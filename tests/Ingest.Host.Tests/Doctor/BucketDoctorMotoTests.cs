using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Host.Doctor;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Doctor;

/// <summary>The policy that the page of permissions has for a lake in S3 is enough, and without one of its actions that one is named.</summary>
public sealed class BucketDoctorMotoTests(GuardedMoto moto) : IClassFixture<GuardedMoto>
{
    private const string Prefix = "sensors";

    [SkippableFact]
    public async Task With_the_policy_of_the_page_nothing_is_missing_and_a_run_works()
    {
        await using Installation installation = await CreateAsync();

        List<Observation> seen = await moto.LookAsync(installation, Policy());
        CliResult run = await RunAsync(installation, "backfill");
        List<Observation> again = await moto.LookAsync(installation, Policy());

        Assert.Empty(Missing(seen));
        Assert.True(run.Exit == 0, run.Error);
        Assert.Empty(Missing(again));
        Assert.Contains(again, one => one.Subject == "identity" && one.Sentence == "readings is the table that the lake has; its units are 3");
        Assert.Contains(again, one => one is { Area: "aws", Subject: "identity", Verdict: Verdict.Ok } && one.Sentence.EndsWith(":user/ingest", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_server_of_ones_own_is_asked_without_asking_aws_who_asks()
    {
        await using Installation installation = await CreateAsync();
        JsonNode endpoint = installation.Configuration["Aws"]!["Endpoint"]!.DeepClone();
        installation.Configuration.Remove("Aws");
        installation.Configuration["Lake"]!["Endpoint"] = endpoint;

        List<Observation> seen = await moto.LookAsync(installation, Policy());

        Assert.Empty(Missing(seen));
        Assert.Contains(seen, one => one is { Subject: "s3:AbortMultipartUpload", Verdict: Verdict.Ok });
        Assert.DoesNotContain(seen, one => one.Area == "aws");
    }

    [SkippableFact]
    public async Task It_leaves_nothing_behind()
    {
        await using Installation installation = await CreateAsync();
        moto.Configure(installation, "untouched");

        await moto.LookAsync(installation, Policy("untouched"));

        using AmazonS3Client s3 = moto.S3();
        Assert.Empty((await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = GuardedMoto.Bucket, Prefix = "untouched" })).S3Objects ?? []);
        Assert.Empty((await s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = GuardedMoto.Bucket, Prefix = "untouched" })).MultipartUploads ?? []);
    }

    [SkippableFact]
    public async Task An_action_that_is_missing_is_named_and_no_other()
    {
        await using Installation installation = await CreateAsync();

        foreach (string action in Policy().Actions())
        {
            List<Observation> missing = Missing(await moto.LookAsync(installation, Policy().Without(action)));

            Assert.Contains(missing, one => one.Subject == action);
            Assert.All(missing, one => Assert.Contains($"{action} on s3://{GuardedMoto.Bucket}/{Prefix}", one.Sentence, StringComparison.Ordinal));
            Assert.All(missing, one => Assert.Contains("was denied: allow that action for that key", one.Sentence, StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task A_bucket_that_is_not_there_is_said_once()
    {
        await using Installation installation = await CreateAsync();
        installation.Configuration["Lake"]!["Root"] = "s3://no-such-bucket/sensors";
        JsonObject policy = Policies.Of("The lake", ("my-data-bucket", "no-such-bucket"), ("sensor-data", Prefix));

        Observation bucket = Assert.Single(Missing(await moto.LookAsync(installation, policy)), one => one.Subject != "identity");

        Assert.Equal("s3:ListBucket on s3://no-such-bucket/sensors/readings/: there is no bucket no-such-bucket. Create it, or mend Lake.Root.", bucket.Sentence);
    }

    [SkippableFact]
    public async Task The_rules_that_it_asks_for_satisfy_it()
    {
        await using Installation installation = await CreateAsync();
        JsonObject policy = Policy().And(JsonNode.Parse($$"""
            { "Statement": [ { "Effect": "Allow", "Action": ["s3:GetLifecycleConfiguration", "s3:GetBucketVersioning"], "Resource": "arn:aws:s3:::{{GuardedMoto.Bucket}}" } ] }
            """)!.AsObject());
        using AmazonS3Client s3 = moto.S3();
        await s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = GuardedMoto.Bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        try
        {
            Assert.Equal(2, (await moto.LookAsync(installation, policy)).Count(IsRule));
            await s3.PutLifecycleConfigurationAsync(new PutLifecycleConfigurationRequest
            {
                BucketName = GuardedMoto.Bucket,
                Configuration = new LifecycleConfiguration
                {
                    Rules =
                    [
                        new LifecycleRule
                        {
                            Id = "ingest",
                            Status = LifecycleRuleStatus.Enabled,
                            Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = $"{Prefix}/" } },
                            AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = 2 },
                            NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = 30 },
                        },
                    ],
                },
            });
            Assert.DoesNotContain(await moto.LookAsync(installation, policy), IsRule);
        }
        finally
        {
            await s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = GuardedMoto.Bucket, VersioningConfig = new() { Status = VersionStatus.Suspended } });
        }

        static bool IsRule(Observation one) => one is { Subject: "lifecycle", Verdict: Verdict.Warning };
    }

    [SkippableFact]
    public async Task Rules_that_delete_or_archive_some_of_the_lake_are_named()
    {
        await using Installation installation = await CreateAsync();
        moto.Configure(installation, "kept");
        JsonObject policy = Policy("kept").And(JsonNode.Parse($$"""
            {
              "Statement": [ {
                "Effect": "Allow", "Action": ["s3:GetLifecycleConfiguration", "s3:GetBucketVersioning"],
                "Resource": "arn:aws:s3:::{{GuardedMoto.Bucket}}"
              } ]
            }
            """)!.AsObject());
        using AmazonS3Client s3 = moto.S3();
        await s3.PutLifecycleConfigurationAsync(GuardedMoto.Bucket, new LifecycleConfiguration
        {
            Rules =
            [
                Rule("old", "kept/readings/", rule => rule.Expiration = new LifecycleRuleExpiration { Days = 30 }),
                Rule("cold", "kept/", rule => rule.Transitions = [new LifecycleTransition { Days = 90, StorageClass = S3StorageClass.Glacier }]),
                Rule("logs", "logs/", rule => rule.Expiration = new LifecycleRuleExpiration { Days = 30 }),
            ],
        });
        try
        {
            List<Observation> seen = [.. (await moto.LookAsync(installation, policy)).Where(one => one.Subject == "lifecycle")];

            Assert.All(seen, one => Assert.Equal(Verdict.Warning, one.Verdict));
            Assert.Equal(
                [
                    $"no rule of the bucket aborts incomplete multipart uploads under s3://{GuardedMoto.Bucket}/kept",
                    "the rule old (kept/readings/) deletes objects",
                    "the rule cold (kept/) archives objects",
                ],
                seen.Select(one => one.Sentence.Split([": ", " after"], StringSplitOptions.None)[0]));
        }
        finally
        {
            await s3.DeleteLifecycleConfigurationAsync(GuardedMoto.Bucket);
        }

        static LifecycleRule Rule(string id, string prefix, Action<LifecycleRule> does)
        {
            var rule = new LifecycleRule
            {
                Id = id,
                Status = LifecycleRuleStatus.Enabled,
                Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
            };
            does(rule);
            return rule;
        }
    }

    [SkippableFact]
    public async Task Keys_that_nobody_knows_are_told_from_a_permission_that_is_missing()
    {
        await using Installation installation = await CreateAsync();
        Dictionary<string, string> environment = await moto.EnvironmentAsync();
        environment["AWS_ACCESS_KEY_ID"] = "AKIANOBODYKNOWSTHIS0";

        CliResult result = await moto.AsUserAsync(Policy(), () => ProcessAsync(installation, environment, "doctor"));

        Assert.Equal(2, result.Exit);
        Assert.Contains("MISSING  aws, identity: sts:GetCallerIdentity on itself: STS does not accept the credentials (InvalidClientTokenId). Check the keys, the region, and that this machine's clock is right\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("skipped  aws, lake and catalog: nobody can ask for them\n", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(environment["AWS_SECRET_ACCESS_KEY"], result.Out + result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Where_there_are_no_credentials_one_sentence_says_so()
    {
        await using Installation installation = await CreateAsync();
        Dictionary<string, string> environment = new()
        {
            ["AWS_ACCESS_KEY_ID"] = "",
            ["AWS_SECRET_ACCESS_KEY"] = "",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere",
            ["AWS_CONFIG_FILE"] = "/nowhere",
        };

        CliResult result = await ProcessAsync(installation, environment, "doctor");

        Assert.Equal(2, result.Exit);
        Assert.Contains(
            "MISSING  aws, identity: No credentials for AWS were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, "
            + "or give the pod (IRSA, EKS Pod Identity), the container or the instance a role\n",
            result.Out,
            StringComparison.Ordinal);
        Assert.Equal(1, result.Out.Split("MISSING").Length - 1);
    }

    private static JsonObject Policy(string prefix = Prefix) => Policies.Of("The lake", ("my-data-bucket", GuardedMoto.Bucket), ("sensor-data", prefix));

    private static List<Observation> Missing(List<Observation> seen) => [.. seen.Where(one => one.Verdict == Verdict.Missing)];

    private async Task<Installation> CreateAsync()
    {
        await moto.StartAsync();
        Installation installation = await Readings.CreateAsync(DatabaseKind.Sqlite);
        moto.Configure(installation, Prefix);
        return installation;
    }

    private async Task<CliResult> RunAsync(Installation installation, string verb)
    {
        Dictionary<string, string> environment = await moto.EnvironmentAsync();
        return await moto.AsUserAsync(Policy(), () => ProcessAsync(installation, environment, verb));
    }

    private static async Task<CliResult> ProcessAsync(Installation installation, Dictionary<string, string> environment, string verb)
    {
        using var process = ExecutableProcess.Start(environment, verb, "--config", installation.SaveConfiguration());
        return await process.EndAsync();
    }
}
