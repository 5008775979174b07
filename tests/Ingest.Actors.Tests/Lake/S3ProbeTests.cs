using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

public sealed class S3ProbeTests : IAsyncLifetime
{
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
