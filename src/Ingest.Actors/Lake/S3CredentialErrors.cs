using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>What it means that S3 could not be asked because whoever gives credentials did not.</summary>
internal sealed class S3CredentialErrors(LakeSpec.Bucketed spec)
{
    /// <summary>What a chain of sources says of which none has any.</summary>
    private const string NoneOfTheChain = "Failed to resolve AWS credentials";

    /// <summary>Whether asking for them again may help. Nothing was asked of S3 yet.</summary>
    public static bool IsPassing(Exception failure) => !FoundNone(failure) && Answer(failure) is { } answer && IsPassing(answer);

    /// <summary>The failure as a sentence; null when it is about something else.</summary>
    public IngestException? Of(Exception failure)
    {
        if (FoundNone(failure))
        {
            return IngestException.Permanent(
                $"No AWS credentials were found for {spec.Root}. They come from the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), "
                + "a web identity (IRSA), a profile, the container (EKS Pod Identity, ECS) or the instance's role.",
                failure);
        }

        if (Answer(failure) is not { } answer)
        {
            return failure is AmazonClientException && IsAboutCredentials(failure) && S3Errors.IsNetwork(failure)
                ? NotNow(failure, failure)
                : null;
        }

        return IsPassing(answer)
            ? NotNow(answer, failure)
            : IngestException.Permanent(
                $"The AWS credentials for {spec.Root} were refused ({Refusal(answer)}): check the role, who may assume it, and the "
                + "identity that asks.",
                failure);
    }

    private IngestException NotNow(Exception said, Exception failure) => IngestException.Transient(
        $"The AWS credentials for {spec.Root} could not be renewed for now ({AwsSaid.Phrase(said.Message)}); the unit is run again.", failure);

    private static bool FoundNone(Exception failure) => failure.Message.StartsWith(NoneOfTheChain, StringComparison.Ordinal);

    /// <summary>What a service said that is not S3: STS, the instance's metadata, or the container's.</summary>
    private static AmazonServiceException? Answer(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AmazonS3Exception or AmazonUnmarshallingException)
            {
                return null;
            }

            if (cause is AmazonServiceException answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>The instance's metadata answers without a status.</summary>
    private static bool IsPassing(AmazonServiceException answer) =>
        answer.StatusCode is 0 or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests
        || S3Errors.IsRepeatable(answer.ErrorCode) || answer.ErrorCode == "IDPCommunicationError" || S3Errors.IsNetwork(answer);

    private static bool IsAboutCredentials(Exception failure) =>
        failure.Message.Contains("credential", StringComparison.OrdinalIgnoreCase)
        || failure.Message.Contains("AssumeRole", StringComparison.OrdinalIgnoreCase);

    private static string Refusal(AmazonServiceException answer)
    {
        string code = $"{(int)answer.StatusCode} {answer.ErrorCode}".TrimEnd();
        return AwsSaid.Phrase(answer) is { Length: > 0 } why ? $"{code}: {why}" : code;
    }
}
