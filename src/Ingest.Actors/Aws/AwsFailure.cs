using Amazon.Runtime;
using Ingest.Actors.Units;

namespace Ingest.Actors.Aws;

/// <summary>Failures of services as sentences that name service, action and resource. What a service said stays within, so that
/// <see cref="AwsCodes.Says"/> can tell.</summary>
internal static class AwsFailure
{
    private const int TextLength = 400;

    /// <param name="failure">What the service said.</param>
    /// <param name="service">The service.</param>
    /// <param name="action">Such as <c>CreateTable</c>.</param>
    /// <param name="resource">What it was about, such as <c>table sensor_data.readings</c>.</param>
    public static IngestException Of(AmazonServiceException failure, AwsService service, string action, string resource)
    {
        string what = $"{service.Id}:{action} on {resource}";
        string said = string.IsNullOrWhiteSpace(failure.Message) ? failure.ErrorCode : $"{failure.ErrorCode}: {Short(failure.Message).TrimEnd('.')}";
        return failure switch
        {
            _ when AwsCodes.IsThrottling(failure) => IngestException.Transient(
                $"{service.Name} throttled {what} again and again ({said}). Another run goes on; a higher quota, or less at once, helps.", failure),
            _ when AwsCodes.IsDenied(failure) => IngestException.Permanent(
                $"{what} was denied; grant it, see docs/permissions.md ({said}).", failure),
            _ when AwsCodes.IsExpired(failure) => IngestException.Transient(
                $"{what}: the credentials have expired ({failure.ErrorCode}). Renew them, then run again: nothing is lost.", failure),
            _ when AwsCodes.IsUnknown(failure) => IngestException.Permanent(
                $"{what}: {service.Name} does not accept the credentials ({failure.ErrorCode}). Check the keys, the region, and that this "
                + "machine's clock is right.", failure),
            _ when AwsCodes.IsAbsent(failure) => IngestException.Permanent(
                $"{what}: there is none ({said}). Check its name, and Aws.Region.", failure),
            _ when AwsCodes.IsPassing(failure) || AwsCodes.IsOvertaken(failure) => IngestException.Transient(
                $"{what} failed in {service.Name} ({said}). Run again.", failure),
            _ => IngestException.Permanent($"{what} failed ({said}).", failure),
        };
    }

    public static IngestException Unreachable(Exception failure, AwsService service, Uri endpoint, string action, string resource) =>
        IngestException.Transient(
            $"{service.Id}:{action} on {resource} did not reach {service.Name} at {endpoint.GetLeftPart(UriPartial.Authority)}: "
            + $"{Short(failure.Message)} Check the network, Aws.Region and Aws.Endpoint.", failure);

    /// <summary>Somebody there should have given credentials, and did not: STS, an agent or the instance. Whom it refuses, it goes on
    /// refusing; everything else passes.</summary>
    public static IngestException NoCredentials(Exception failure)
    {
        AmazonServiceException? service = Causes(failure).OfType<AmazonServiceException>()
            .LastOrDefault(said => !string.IsNullOrEmpty(said.ErrorCode));
        if (service is null || !AwsCodes.IsRefusal(service))
        {
            string code = service is null ? "" : $" ({service.ErrorCode})";
            return IngestException.Transient(
                $"Credentials for AWS could not be had for now{code}: {Short(failure.Message)} Run again.", failure);
        }

        string said = AwsSaid.Phrase(service) is { Length: > 0 } why ? $": {Short(why)}" : ".";
        return IngestException.Permanent(
            $"Credentials for AWS were refused: {service.ErrorCode}{said} Check the role, whom it trusts, and the token or keys that ask for it.",
            failure);
    }

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    /// <summary>On one line, bounded, without secrets, with a full stop.</summary>
    private static string Short(string text)
    {
        string line = AwsSaid.Phrase(text);
        return line.Length > TextLength ? $"{line[..TextLength]}…" : $"{line}.";
    }
}
