using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Xunit;

namespace Ingest.Actors.Tests.Aws;

/// <summary>The configuration says where services are. Half of them would follow variables of the environment if the SDK had its way.</summary>
public sealed class ConfiguredEndpointTests : IDisposable
{
    private static readonly string[] Variables = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_SSM"];

    private readonly AwsSpec _aws = new() { Region = "eu-central-1", Credentials = new BasicAWSCredentials("test", "test") };
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public ConfiguredEndpointTests() => Array.ForEach(Variables, name => Environment.SetEnvironmentVariable(name, "http://127.0.0.1:1"));

    public void Dispose()
    {
        for (int i = 0; i < Variables.Length; i++)
        {
            Environment.SetEnvironmentVariable(Variables[i], _before[i]);
        }
    }

    [Fact]
    public void variables_that_name_endpoints_are_followed_by_no_service()
    {
        using AmazonS3Client s3 = S3Client.Connect(new LakeSpec.Bucketed("lakes", "sensor-data"), _aws).Client;
        using var sts = new AmazonSecurityTokenServiceClient(_aws.Credentials, CallerIdentity.Configuration(_aws, "eu-central-1"));

        Assert.Equal(
            ["https://lakes.s3.eu-central-1.amazonaws.com/", "https://sts.eu-central-1.amazonaws.com/", "https://ssm.eu-central-1.amazonaws.com/"],
            [
                s3.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = "lakes", Key = "k" }).URL,
                sts.DetermineServiceOperationEndpoint(new GetCallerIdentityRequest()).URL,
                AwsEndpoint.Of(_aws, new AwsService("Parameter Store", "ssm", "AmazonSSM"), "eu-central-1").AbsoluteUri,
            ]);
    }
}
