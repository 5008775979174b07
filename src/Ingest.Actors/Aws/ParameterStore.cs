using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Aws;

/// <summary>Reads parameters of Systems Manager's Parameter Store.</summary>
public sealed class ParameterStore(AwsSpec spec)
{
    private const int Retries = 4;

    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);

    private static readonly AwsService Service = new("Parameter Store", "ssm", "AmazonSSM");

    /// <summary>The value of a parameter, decrypted where it is a SecureString: never to be written anywhere.</summary>
    /// <param name="name">Its name, such as <c>/ingest/password</c>, or its ARN.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="IngestException">It cannot be read.</exception>
    public async Task<string> GetAsync(string name, CancellationToken cancellation)
    {
        const string action = "GetParameter";
        string resource = $"parameter {name}";
        string region = await spec.FindRegionAsync(cancellation);
        Uri endpoint = AwsEndpoint.Of(spec, Service, region);
        ImmutableCredentials who = await spec.FindCredentialsAsync(cancellation);
        using var client = new AmazonSimpleSystemsManagementClient(new FoundCredentials(who), Configuration(endpoint, region));
        try
        {
            GetParameterResponse answer = await client.GetParameterAsync(
                new GetParameterRequest { Name = name, WithDecryption = true }, cancellation);
            return answer.Parameter.Value ?? "";
        }
        catch (ParameterNotFoundException failure)
        {
            throw IngestException.Permanent($"There is no {resource} in region {region}: check its name, and Aws.Region.", failure);
        }
        catch (AmazonServiceException failure)
        {
            throw failure.InnerException is HttpRequestException or IOException
                ? AwsFailure.Unreachable(failure.InnerException, Service, endpoint, action, resource)
                : AwsFailure.Of(failure, Service, action, resource);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException or AmazonClientException)
        {
            throw AwsFailure.Unreachable(failure, Service, endpoint, action, resource);
        }
    }

    private static AmazonSimpleSystemsManagementConfig Configuration(Uri endpoint, string region) => new()
    {
        ServiceURL = endpoint.AbsoluteUri,
        AuthenticationRegion = region,
        MaxErrorRetry = Retries,
        RetryMode = RequestRetryMode.Standard,
        Timeout = Attempt,
        IgnoreConfiguredEndpointUrls = true,
    };
}
