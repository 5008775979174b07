using Ingest.Actors.Lake;
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
