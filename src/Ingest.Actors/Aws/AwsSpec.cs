using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Ingest.Actors.Units;

namespace Ingest.Actors.Aws;

/// <summary>How services of AWS are reached.</summary>
public sealed record AwsSpec
{
    /// <summary>Where there is an <see cref="Endpoint"/> and nobody says a region, any will do.</summary>
    internal const string RegionOfEndpoint = "us-east-1";

    private const string Sources =
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the pod (IRSA, EKS Pod Identity), the "
        + "container or the instance a role";

    private const string NoneOfTheChain = "Failed to resolve AWS credentials";

    private static readonly TimeSpan CredentialsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Such as <c>eu-central-1</c>; null: what the environment, the profile or the instance says.</summary>
    public string? Region { get; init; }

    /// <summary>One address for all services, such as a test server's; null: those of AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null: the default chain: environment, web identity (IRSA), profile, container (EKS Pod Identity, ECS), instance.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>Where credentials come from that nobody configured. Looks for somebody, and asks the instance.</summary>
    internal Lazy<AWSCredentials> Chain { get; init; } = new(
        () => DefaultAWSCredentialsIdentityResolver.GetCredentials(), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Where the region comes from that nobody configured: environment, profile, instance. May ask the instance.</summary>
    internal Func<string?> RegionChain { get; init; } = () => FallbackRegionFactory.GetRegionEndpoint()?.SystemName;

    /// <summary>Bounds the wait for whoever gives credentials.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Who asks. Temporary credentials renew themselves.</summary>
    /// <exception cref="AmazonClientException">The chain has found none.</exception>
    public AWSCredentials Identify() => Credentials ?? Chain.Value;

    /// <summary>The region, as far as it can be said without asking anybody.</summary>
    public string? RegionOrAny => Region ?? (Endpoint is null ? null : RegionOfEndpoint);

    /// <summary>The region, wherever it is said.</summary>
    /// <exception cref="IngestException">Nobody says one.</exception>
    public async Task<string> FindRegionAsync(CancellationToken cancellation) =>
        RegionOrAny
        ?? await Task.Run(RegionChain, cancellation).WaitAsync(cancellation)
        ?? throw IngestException.Permanent(
            "Nobody says in which region of AWS: write Aws.Region in the configuration, or set AWS_REGION, or a region in the profile.");

    /// <summary>Who asks now: keys, and a session's token where they are temporary. Renewed when they are about to end.</summary>
    /// <exception cref="IngestException">There are none, or they could not be had within half a minute.</exception>
    public async Task<ImmutableCredentials> FindCredentialsAsync(CancellationToken cancellation)
    {
        AWSCredentials who = await FindIdentityAsync(cancellation);
        try
        {
            return await new FoundCredentials().FindAsync(who, CredentialsWithin, Clock, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw AwsFailure.NoCredentials(failure);
        }
    }

    private async Task<AWSCredentials> FindIdentityAsync(CancellationToken cancellation)
    {
        if (Credentials is not null)
        {
            return Credentials;
        }

        try
        {
            // The chain may ask an instance, and waits for the answer.
            return await Task.Run(Identify, cancellation).WaitAsync(CredentialsWithin, Clock, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException)
        {
            throw AwsFailure.NoCredentials(failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw IngestException.Permanent($"No credentials for AWS were found: {Sources}.{Detail(failure)}", failure);
        }
    }

    /// <summary>That all four of the chain had none is said already; what one of them could not do is not.</summary>
    private static string Detail(Exception failure) => failure.Message.StartsWith(NoneOfTheChain, StringComparison.Ordinal)
        ? ""
        : $" ({AwsSaid.Phrase(failure.Message)}.)";

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint?.ToString() ?? "AWS"} ({Region ?? "region of the environment"})";
}
