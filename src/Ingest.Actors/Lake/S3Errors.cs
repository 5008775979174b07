using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.S3;
using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>What failures of S3 mean, and the sentences that say so: with bucket, key and action, and without secrets.</summary>
internal sealed partial class S3Errors(LakeSpec.Bucketed spec)
{
    private static readonly HashSet<string> Repeatable = new(StringComparer.Ordinal)
    {
        "InternalError", "SlowDown", "ServiceUnavailable", "Throttling", "ThrottlingException", "RequestTimeout", "RequestTimeoutException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "OperationAborted", "BadDigest", "IncompleteBody", "XAmzContentChecksumMismatch",
    };

    private const string HashMismatch = "Expected hash not equal to calculated hash";

    private readonly S3CredentialErrors _credentials = new(spec);

    /// <summary>Whether a service that answers with that code may answer otherwise soon.</summary>
    public static bool IsRepeatable(string? code) => code is not null && Repeatable.Contains(code);

    /// <summary>Whether a call may have had its effect or not, or may have it when it is repeated.</summary>
    public static bool IsUnclear(Exception failure) => failure switch
    {
        IngestException or OperationCanceledException => false,
        AmazonS3Exception { ErrorCode: var code } when IsRepeatable(code) => true,

        // A completion answers 200 first, and its failure afterwards.
        AmazonS3Exception { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.OK } answered =>
            answered.StatusCode != HttpStatusCode.NotImplemented,
        AmazonUnmarshallingException => true,
        _ when S3CredentialErrors.IsPassing(failure) => true,

        // The answer was broken on its way.
        AmazonClientException { Message: HashMismatch } => true,
        AmazonServiceException { StatusCode: not 0 } => false,
        _ => IsNetwork(failure),
    };

    public static bool IsCancelled(Exception failure, CancellationToken cancellation) =>
        failure is OperationCanceledException && cancellation.IsCancellationRequested;

    /// <summary>Whether there is no such key or upload; a bucket that is not there is something else.</summary>
    public static bool IsMissing(AmazonS3Exception answer) =>
        answer.StatusCode == HttpStatusCode.NotFound && answer.ErrorCode != "NoSuchBucket";

    public static bool IsFalseCondition(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>The upload has not the parts that it was to be completed with. One that is being aborted may be answered so.</summary>
    public static bool IsAboutParts(AmazonS3Exception answer) => answer.ErrorCode is "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall";

    /// <summary>Somebody else wrote the same key at the same time.</summary>
    public static bool IsConflict(AmazonS3Exception answer) => answer.StatusCode == HttpStatusCode.Conflict;

    /// <summary>The failure as a sentence.</summary>
    public IngestException Of(Exception failure, S3Action action)
    {
        string what = $"{action.Name} on {Where(action)}";
        return failure switch
        {
            AmazonS3Exception answer => Of(answer, action, what),
            _ when _credentials.Of(failure) is { } nobody => nobody,
            _ when IsUnclear(failure) => IngestException.Transient(
                $"{what} was not answered ({Cause(failure)}): check the network and Lake.Endpoint; the unit is run again.", failure),
            AmazonClientException when failure.Message.Contains("RegionEndpoint", StringComparison.Ordinal) => IngestException.Permanent(
                $"{spec.Root}: no region is known; write it into Lake.Region, or set AWS_REGION.", failure),
            _ => IngestException.Permanent($"{what} failed: {failure.GetType().Name}: {AwsSaid.Masked(failure.Message)}", failure),
        };
    }

    public string Where(S3Action action) => $"s3://{spec.Bucket}/{action.Key}";

    private IngestException Of(AmazonS3Exception answer, S3Action action, string what)
    {
        string code = answer.ErrorCode ?? "";
        string said = $"{(int)answer.StatusCode} {code}".TrimEnd();
        return code switch
        {
            "NoSuchBucket" => IngestException.Permanent($"{what}: there is no bucket {spec.Bucket}. Create it, or mend Lake.Root.", answer),
            "ExpiredToken" or "RequestExpired" or "TokenRefreshRequired" => IngestException.Transient(
                $"{what} was refused because the credentials have expired. Nothing is lost: renew them, and run again.", answer),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "AuthFailure" => IngestException.Permanent(
                $"{what} was refused because the credentials are wrong ({code}): check where they come from.", answer),
            "RequestTimeTooSkewed" => IngestException.Permanent(
                $"{what} was refused because this machine's clock is wrong: set it by NTP.", answer),
            "InvalidObjectState" => IngestException.Permanent(
                $"{what}: the object is archived. Restore it, and keep the lake in a storage class that can be read at once.", answer),
            _ when code.StartsWith("KMS.", StringComparison.Ordinal) || Says(answer, "kms:") => IngestException.Permanent(
                $"{what} was refused by KMS ({code}): allow kms:GenerateDataKey and kms:Decrypt for the key that Lake.KmsKey or the bucket "
                + "names (docs/permissions.md).", answer),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "TemporaryRedirect" =>
                Region(answer, what),
            _ when answer.StatusCode is HttpStatusCode.MovedPermanently => Region(answer, what),
            _ when answer.StatusCode is HttpStatusCode.Forbidden => IngestException.Permanent(
                $"{what} was denied: allow that action for that key, in the role's policy and the bucket's (docs/permissions.md)."
                + (action.Name == "s3:GetObject" ? " Without s3:ListBucket on the bucket, what is not there is denied as well." : ""), answer),
            _ when answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented && IsAboutChecksums(answer) =>
                IngestException.Permanent(
                    $"{what} was refused ({said}: {AwsSaid.Phrase(answer.Message)}): for a server that does not know the newer checksums, write "
                    + "Lake.Checksums: when-required.", answer),
            _ when IsAboutParts(answer) => IngestException.Transient(
                $"{what}: the upload has not the parts that were sent ({said}); the unit is run again.", answer),
            _ when IsMissing(answer) => IngestException.Transient($"{what}: it is not there.", answer),
            _ when IsFalseCondition(answer) => IngestException.Transient(
                $"{what}: it was replaced meanwhile; the next run reads it anew.", answer),
            _ when IsConflict(answer) => IngestException.Transient(
                $"{what} met another write to the same key ({said}); the unit is run again.", answer),
            _ when IsUnclear(answer) => IngestException.Transient(
                $"{what} failed again and again ({said}: {AwsSaid.Phrase(answer.Message)}); the unit is run again.", answer),
            _ => IngestException.Permanent($"{what} was refused ({said}): {AwsSaid.Masked(answer.Message)}", answer),
        };
    }

    private IngestException Region(AmazonS3Exception answer, string what)
    {
        IWebResponseData? response = (answer.InnerException as HttpErrorResponseException)?.Response;
        string? region = response?.GetHeaderValue("x-amz-bucket-region") is { Length: > 0 } told
            ? told
            : Expecting().Match(answer.Message) is { Success: true } match ? match.Groups[1].Value : null;
        return IngestException.Permanent(
            $"{what} was refused because {spec.Bucket} is in another region: write {region ?? "the bucket's region"} into Lake.Region.", answer);
    }

    /// <summary>Other headers that a server may refuse are of the same family.</summary>
    private static bool IsAboutChecksums(AmazonS3Exception answer) => !IsAboutStorage(answer)
        && (answer.ErrorCode is "XAmzContentSHA256Mismatch" or "NotImplemented"
            || Says(answer, "checksum") || Says(answer, "x-amz-") || Says(answer, "aws-chunked") || Says(answer, "trailer"));

    private static bool IsAboutStorage(AmazonS3Exception answer) =>
        Says(answer, "server-side-encryption") || Says(answer, "kms") || Says(answer, "storage-class") || Says(answer, "storage class")
        || answer.ErrorCode == "InvalidStorageClass";

    private static bool Says(AmazonS3Exception answer, string word) => answer.Message.Contains(word, StringComparison.OrdinalIgnoreCase);

    public static bool IsNetwork(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or SocketException or TimeoutException or WebException)
            {
                return true;
            }
        }

        return false;
    }

    private static string Cause(Exception failure)
    {
        while (failure.InnerException is { } inner && failure is not TimeoutException)
        {
            failure = inner;
        }

        return AwsSaid.Phrase(failure.Message);
    }

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex Expecting();
}
