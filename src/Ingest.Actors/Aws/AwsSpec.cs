using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Ingest.Actors.Aws;

/// <summary>How services of AWS are reached.</summary>
public sealed record AwsSpec
{
    /// <summary>Where there is an <see cref="Endpoint"/> and nobody says a region, any will do.</summary>
    private const string RegionOfEndpoint = "us-east-1";

    private readonly Lazy<AWSCredentials> _chain = new(() => DefaultAWSCredentialsIdentityResolver.GetCredentials());

    /// <summary>Such as <c>eu-central-1</c>; null: what the environment, the profile or the instance says.</summary>
    public string? Region { get; init; }

    /// <summary>One address for all services, such as a test server's; null: those of AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null: the default chain: environment, web identity (IRSA), profile, container (EKS Pod Identity, ECS), instance.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>Who asks. Temporary credentials renew themselves.</summary>
    /// <exception cref="AmazonClientException">The chain has found none.</exception>
    public AWSCredentials Identify() => Credentials ?? _chain.Value;

    /// <summary>The region, as far as it can be said without asking anybody.</summary>
    public string? RegionOrAny => Region ?? (Endpoint is null ? null : RegionOfEndpoint);

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint?.ToString() ?? "AWS"} ({Region ?? "region of the environment"})";
}
