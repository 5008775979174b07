using System.Xml.Linq;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

public sealed class S3ProbeTests : IAsyncLifetime
{
    private const string Expires = "<Expiration><Days>30</Days></Expiration>";

    private ScriptedS3 _server = null!;
    private S3Probe _probe = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync();
        _server.CreateBucket(S3Bucket.Name);
        _probe = new S3Probe(S3Bucket.Spec(_server.Url), S3Bucket.Aws, TimeProvider.System);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task whoever_stops_asking_leaves_no_upload_behind()
    {
        int answers = await CountAsync(int.MaxValue);
        for (int most = 1; most < answers; most++)
        {
            await CountAsync(most);
            Assert.Empty(_server.Uploads(S3Bucket.Name));
        }
    }

    [Fact]
    public async Task an_upload_that_is_begun_while_it_is_stopped_is_ended()
    {
        using var stop = new CancellationTokenSource();
        _server.Fault = request =>
        {
            if (request.Action == "CreateMultipartUpload")
            {
                stop.Cancel();
            }

            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountAsync(int.MaxValue, stop.Token));

        Assert.Equal((1, 1), (_server.Count("CreateMultipartUpload"), _server.Count("AbortMultipartUpload")));
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task what_it_writes_is_written_as_the_engine_writes_it(bool checksums)
    {
        LakeSpec.Bucketed spec = S3Bucket.Spec(_server.Url) with { Checksums = checksums, KmsKey = "arn:aws:kms:eu-central-1:1:key/k" };
        List<string> said = [];
        _server.Fault = request =>
        {
            if (request.Action is "PutObject" or "CreateMultipartUpload" or "UploadPart")
            {
                said.Add($"{request.Action} {string.Join(' ', Fixed(request))}");
            }

            return null;
        };
        S3Lake lake = S3Bucket.Lake(spec);
        var share = new UploadShare(new ByteBudget(1));
        await using (IObjectSink sink = await lake.PrepareAsync("readings/date=20260105/data.parquet", ".doctor", share, default))
        {
            await sink.Stream.WriteAsync("{}"u8.ToArray());
            await sink.CompleteAsync(default);
        }

        // The first write of all finds no probe there, and the last replaces a version, as the one that is tried would.
        string? tag = await lake.PutControlAsync("readings/20260105.json", "{}"u8.ToArray(), null, default);
        await lake.PutControlAsync("readings/20260105.json", "{}"u8.ToArray(), tag, default);
        string[] engine = [.. said.Where(one => !one.StartsWith("PutObject", StringComparison.Ordinal)), said[^1]];
        said.Clear();

        List<S3Tried> tried = await TryAsync(spec);

        Assert.All(tried, one => Assert.True(one is { IsTried: true, Failure: null }, one.Sentence));
        Assert.Equal(engine, said);
        Assert.Contains("x-amz-server-side-encryption=aws:kms", said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task kms_that_lets_an_upload_begin_and_no_part_in_is_named()
    {
        _server.FaultTimes("UploadPart", 1, ScriptedS3Fault.Answers(403, "AccessDenied", "not authorized to perform: kms:Decrypt on this resource"));

        S3Tried part = Assert.Single(await TryAsync(S3Bucket.Spec(_server.Url)), one => one.Failure is not null);

        Assert.Equal("s3:PutObject", part.Action);
        Assert.StartsWith(
            "s3:PutObject on s3://lakes/sensor-data/readings/.doctor was refused by KMS (AccessDenied)", part.Sentence, StringComparison.Ordinal);
        Assert.Empty(_server.Uploads(S3Bucket.Name));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("<Filter/>", "aborts")]
    [InlineData("<Filter><Prefix/></Filter>", "aborts")]
    [InlineData("<Prefix></Prefix>", "aborts")]
    [InlineData("<Filter><Prefix>sensor</Prefix></Filter>", "aborts")]
    [InlineData("<Filter><Prefix>sensor-data/</Prefix></Filter>", "aborts")]
    [InlineData("<Prefix>sensor-data/</Prefix>", "aborts")]
    [InlineData("<Filter><And><Prefix>sensor-data/</Prefix></And></Filter>", "aborts")]
    [InlineData("<Filter><Prefix>sensor-data/readings/</Prefix></Filter>", "")]
    [InlineData("<Prefix>logs/</Prefix>", "")]
    [InlineData("<Filter><Prefix>logs/</Prefix></Filter>", "")]
    [InlineData("<Filter><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></Filter>", "")]
    [InlineData("<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", "")]
    [InlineData("<Filter><And><Prefix>sensor-data/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter>", "")]
    public async Task a_rule_ends_uploads_of_the_lake_if_it_is_for_all_of_it(string scope, string does)
    {
        const string abort =
            "<AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload>";

        Assert.Equal(does, await LookAsync(scope, abort));
    }

    [Theory]
    [InlineData("<Filter/>", Expires, "deletes r (the whole bucket)")]
    [InlineData("<Prefix>sensor-data/</Prefix>", Expires, "deletes r (sensor-data/)")]
    [InlineData("<Filter><Prefix>sensor-data/_ingest/</Prefix></Filter>", Expires, "deletes r (sensor-data/_ingest/)")]
    [InlineData("<Filter><Prefix>sensor</Prefix></Filter>", "<Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>", "deletes r (sensor)")]
    [InlineData("<Filter><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></Filter>", Expires, "deletes r (the whole bucket)")]
    [InlineData("<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", Expires, "")]
    [InlineData("<Filter><Prefix>sensor-data-2/</Prefix></Filter>", Expires, "")]
    [InlineData("<Filter/>", "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>", "")]
    [InlineData("<Filter/>", "<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>", "archives r (the whole bucket)")]
    [InlineData(
        "<Prefix>sensor-data/</Prefix>",
        "<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>"
        + "<Transition><Days>90</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>",
        "archives r (sensor-data/)")]
    [InlineData("<Filter/>", "<Transition><Days>30</Days><StorageClass>GLACIER_IR</StorageClass></Transition>", "")]
    [InlineData("<Filter/>", "<Transition><Days>0</Days><StorageClass>INTELLIGENT_TIERING</StorageClass></Transition>", "")]
    [InlineData("<Prefix>logs/</Prefix>", "<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>", "")]
    public async Task a_rule_that_deletes_or_archives_some_of_the_lake_is_named(string scope, string action, string does)
    {
        Assert.Equal(does, await LookAsync(scope, action));
        Assert.Equal("", await LookAsync(scope, action, "Disabled"));
    }

    private async Task<string> LookAsync(string scope, string action, string status = "Enabled")
    {
        // Without a scope there is no rule.
        _server.Lifecycle = scope.Length == 0
            ? null
            : XElement.Parse($"<LifecycleConfiguration><Rule><ID>r</ID>{scope}<Status>{status}</Status>{action}</Rule></LifecycleConfiguration>");
        S3Lifecycle rules = await _probe.LifecycleAsync(default);
        return string.Join(", ", [
            .. rules.AbortsUploads ? ["aborts"] : Array.Empty<string>(),
            .. rules.Deleting.Select(rule => $"deletes {rule}"),
            .. rules.Archiving.Select(rule => $"archives {rule}"),
        ]);
    }

    /// <summary>What a bucket's policy, its keys and its checks look at, and nothing that is another each time.</summary>
    private static IEnumerable<string> Fixed(ScriptedS3Request request) => request.Http.Headers
        .Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
            && !header.Key.StartsWith("x-amz-date", StringComparison.OrdinalIgnoreCase)
            || header.Key is "Content-Type" or "Content-MD5" or "Content-Length")
        .Select(header => $"{header.Key.ToLowerInvariant()}={header.Value}")
        .Append($"condition={request.Header("If-Match") is not null}")
        .Order(StringComparer.Ordinal);

    private static async Task<List<S3Tried>> TryAsync(LakeSpec.Bucketed spec)
    {
        List<S3Tried> tried = [];
        await foreach (S3Tried one in new S3Probe(spec, S3Bucket.Aws, TimeProvider.System).RunAsync("readings", default))
        {
            tried.Add(one);
        }

        return tried;
    }

    private async Task<int> CountAsync(int most, CancellationToken stop = default)
    {
        int count = 0;
        await foreach (S3Tried _ in _probe.RunAsync("readings", stop))
        {
            if (++count == most)
            {
                break;
            }
        }

        return count;
    }
}
