using System.Net;
using Amazon.Runtime;
using Ingest.Actors.Units;

namespace Ingest.Actors.Aws;

/// <summary>What the codes mean by which services say what went wrong.</summary>
public static class AwsCodes
{
    private static readonly HashSet<string> Throttling =
    [
        "BandwidthLimitExceeded", "ConcurrentRunsExceededException", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
        "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
        "ThrottlingException", "TooManyRequestsException",
    ];

    private static readonly HashSet<string> Passing =
    [
        "InternalError", "InternalFailure", "InternalServerException", "InternalServiceError",
        "InternalServiceException", "OperationTimeoutException", "RequestTimeout", "RequestTimeoutException", "ServiceUnavailable",
        "ServiceUnavailableException",
    ];

    private static readonly HashSet<string> Overtaken = ["ConcurrentModificationException"];

    private static readonly HashSet<string> Denied = ["AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation"];

    private static readonly HashSet<string> Expired = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];

    private static readonly HashSet<string> Unknown =
    [
        "IncompleteSignature", "IncompleteSignatureException", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSignatureException",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    ];

    private static readonly HashSet<string> Untrusted = ["IDPRejectedClaim", "InvalidIdentityToken", "InvalidIdentityTokenException"];

    private static readonly HashSet<string> Absent = ["EntityNotFoundException", "ResourceNotFoundException"];

    /// <summary>Too many requests at once: the same is answered later.</summary>
    public static bool IsThrottling(AmazonServiceException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Throttling.Contains(failure.ErrorCode) || failure.StatusCode == HttpStatusCode.TooManyRequests;
    }

    /// <summary>Something in the service that passes.</summary>
    public static bool IsPassing(AmazonServiceException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Passing.Contains(failure.ErrorCode) || (int)failure.StatusCode >= 500;
    }

    /// <summary>Somebody else changed it meanwhile, or this request did, and its answer was lost: the same request is of no use, and
    /// whoever looks again knows what to ask.</summary>
    public static bool IsOvertaken(AmazonServiceException failure) => Overtaken.Contains(CodeOf(failure));

    /// <summary>Whether a code, such as one of an item of a batch, means what passes.</summary>
    public static bool IsTransient(string? code) =>
        code is not null && (Throttling.Contains(code) || Passing.Contains(code) || Overtaken.Contains(code));

    /// <summary>A permission is missing.</summary>
    public static bool IsDenied(AmazonServiceException failure) =>
        Denied.Contains(CodeOf(failure)) || (failure is { StatusCode: HttpStatusCode.Forbidden } && CodeOf(failure).StartsWith("HTTP ", StringComparison.Ordinal));

    /// <summary>Temporary credentials have ended.</summary>
    public static bool IsExpired(AmazonServiceException failure) => Expired.Contains(CodeOf(failure));

    /// <summary>The service does not know who asks. What it then says may quote the request, and must not be repeated.</summary>
    public static bool IsUnknown(AmazonServiceException failure) => Unknown.Contains(CodeOf(failure));

    /// <summary>Who asks for credentials gets none: not now, and not later.</summary>
    public static bool IsRefusal(AmazonServiceException failure) =>
        IsDenied(failure) || IsExpired(failure) || IsUnknown(failure) || Untrusted.Contains(CodeOf(failure));

    /// <summary>There is no such thing.</summary>
    public static bool IsAbsent(AmazonServiceException failure) => Absent.Contains(CodeOf(failure));

    /// <summary>Whether a service said that code.</summary>
    public static bool Says(this IngestException failure, string code)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return (failure.InnerException as AmazonServiceException)?.ErrorCode == code;
    }

    /// <summary>Whether a service refused it for want of a permission.</summary>
    public static bool IsDenial(this IngestException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.InnerException is AmazonServiceException said && IsDenied(said);
    }

    /// <summary>Whether what the service itself said names that: <c>database/sensor_data</c>.</summary>
    public static bool Names(this IngestException failure, string what)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.InnerException is AmazonServiceException said && said.Message.Contains(what, StringComparison.OrdinalIgnoreCase);
    }

    private static string CodeOf(AmazonServiceException failure) => failure?.ErrorCode ?? "";
}
