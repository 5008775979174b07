using Amazon;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;

namespace Ingest.Host.Doctor;

/// <summary>What time it is for a service that a run asks: S3, or Glue where the lake is on a server of one's own.</summary>
/// <param name="lake">The lake; null: it is no matter for AWS.</param>
internal sealed class ServiceClock(LakeSpec.Bucketed? lake, AwsSpec aws, TimeProvider clock)
{
    /// <summary>How far this machine's clock is ahead, to the second; null where the service does not say the time.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public Task<TimeSpan?> AheadAsync(CancellationToken cancellation) => ServiceReach.WithinAsync(
        async bounded =>
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var request = new HttpRequestMessage(HttpMethod.Head, await FindAsync(bounded));
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded);
            return answer.Headers.Date is { } date ? clock.GetUtcNow() - date : (TimeSpan?)null;
        },
        clock,
        cancellation);

    private async Task<Uri> FindAsync(CancellationToken cancellation)
    {
        if ((lake?.Endpoint ?? aws.Endpoint) is { } configured)
        {
            return configured;
        }

        RegionEndpoint region = RegionEndpoint.GetBySystemName(lake?.Region ?? await aws.FindRegionAsync(cancellation));
        return new Uri($"https://{(lake is null ? "glue" : "s3")}.{region.SystemName}.{region.PartitionDnsSuffix}");
    }
}
