using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Ingest.Actors.Aws;

namespace Ingest.Actors.Lake;

/// <summary>
/// Makes the client of a bucket. It repeats nothing by itself: a repetition that we do not know of could meet its own first
/// success, and a fence cannot tell that from somebody else.
/// </summary>
internal static class S3Client
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    /// <exception cref="AmazonClientException">There is nobody to ask for credentials, or no region.</exception>
    public static S3Connection Connect(LakeSpec.Bucketed spec, AwsSpec aws)
    {
        Uri? endpoint = spec.Endpoint ?? aws.Endpoint;
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            ConnectTimeout = ConnectWithin,
            Timeout = Timeout.InfiniteTimeSpan, // S3Calls bounds each call by its kind.
            IgnoreConfiguredEndpointUrls = true, // The configuration's own decide, as for services that the SDK does not ask for us.
            ForcePathStyle = spec.PathStyle ?? endpoint is not null,
            RequestChecksumCalculation = spec.Checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = spec.Checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,
        };
        string? region = spec.Region ?? aws.RegionOrAny ?? (endpoint is null ? null : AwsSpec.RegionOfEndpoint);
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region;
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        var found = new FoundCredentials();
        return new S3Connection(new AmazonS3Client(found, config), aws.Identify(), found);
    }
}

/// <summary>A client, and what it signs with.</summary>
/// <param name="Client">Of the bucket.</param>
/// <param name="Identity">Gives credentials, and renews them.</param>
/// <param name="Found">Those that the client has; to be found before each call.</param>
internal sealed record S3Connection(AmazonS3Client Client, AWSCredentials Identity, FoundCredentials Found);
