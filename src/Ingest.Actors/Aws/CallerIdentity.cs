using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Aws;

/// <summary>Who asks, and whether this machine's clock is one that signatures can be made by.</summary>
public static class CallerIdentity
{
    private static readonly AwsService Service = new("STS", "sts", "");
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <summary>The ARN of the user or the role, for which nobody needs a permission.</summary>
    /// <exception cref="IngestException">There are no credentials, or they are not accepted.</exception>
    public static async Task<string> ArnAsync(AwsSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string region = await spec.FindRegionAsync(cancellation);
        ImmutableCredentials who = await spec.FindCredentialsAsync(cancellation);
        using var client = new AmazonSecurityTokenServiceClient(new FoundCredentials(who), Configuration(spec, region));
        try
        {
            return (await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation)).Arn;
        }
        catch (AmazonServiceException failure)
        {
            throw AwsFailure.Of(failure, Service, "GetCallerIdentity", "itself");
        }
        catch (Exception failure) when (failure is AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw AwsFailure.Unreachable(failure, Service, AwsEndpoint.Of(spec, Service, region), "GetCallerIdentity", "itself");
        }
    }

    internal static AmazonSecurityTokenServiceConfig Configuration(AwsSpec spec, string region)
    {
        var config = new AmazonSecurityTokenServiceConfig { Timeout = Within, MaxErrorRetry = 2, IgnoreConfiguredEndpointUrls = true };
        if (spec.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>How far this machine's clock is ahead of the services', to the second; null where they do not say the time.</summary>
    /// <exception cref="IngestException">They cannot be reached.</exception>
    public static async Task<TimeSpan?> ClockAheadAsync(AwsSpec spec, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(clock);
        Uri endpoint = AwsEndpoint.Of(spec, Service, await spec.FindRegionAsync(cancellation));
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Within };
        using var request = new HttpRequestMessage(HttpMethod.Head, endpoint);
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.Headers.Date is { } date ? clock.GetUtcNow() - date : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw AwsFailure.Unreachable(failure, Service, endpoint, "GetCallerIdentity", "itself");
        }
    }
}
