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
}
