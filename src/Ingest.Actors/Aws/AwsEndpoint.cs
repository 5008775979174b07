using Amazon;
using Amazon.Runtime.Internal;

namespace Ingest.Actors.Aws;

/// <summary>Where a service is.</summary>
internal static class AwsEndpoint
{
    /// <summary>The configured address, or the service's own in its region: China's, isolated and sovereign partitions have suffixes of
    /// their own. <c>AWS_USE_FIPS_ENDPOINT</c> and <c>AWS_USE_DUALSTACK_ENDPOINT</c> are followed.</summary>
    public static Uri Of(AwsSpec spec, AwsService service, string region)
    {
        if (spec.Endpoint is { } configured)
        {
            return configured;
        }

        RegionEndpoint endpoint = RegionEndpoint.GetBySystemName(region);
        string fips = FallbackInternalConfigurationFactory.UseFIPSEndpoint == true ? "-fips" : "";
        string suffix = FallbackInternalConfigurationFactory.UseDualStackEndpoint == true
            ? DualStack(endpoint.PartitionName)
            : endpoint.PartitionDnsSuffix;
        return new Uri($"https://{service.Id}{fips}.{endpoint.SystemName}.{suffix}");
    }

    private static string DualStack(string partition) => partition == "aws-cn" ? "api.amazonwebservices.com.cn" : "api.aws";
}
