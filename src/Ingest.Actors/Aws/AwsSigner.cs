using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Ingest.Actors.Aws;

/// <summary>
/// Signs requests of the JSON protocol, which are all alike: a POST to <c>/</c> without a query. Signature Version 4 as in
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html; keys are derived and the string is signed by AWSSDK.Core.
/// </summary>
internal static class AwsSigner
{
    private const string Session = "X-Amz-Security-Token";

    /// <summary>Adds date, session token and authorization to a request, all of whose headers are signed.</summary>
    public static void Sign(
        HttpRequestMessage request, ReadOnlySpan<byte> body, string service, string region, ImmutableCredentials who, DateTimeOffset now)
    {
        Uri url = request.RequestUri!;
        Dictionary<string, string> added = [];
        AWS4Signer.InitializeHeaders(added, url, now.UtcDateTime);
        if (who.UseToken)
        {
            added[Session] = who.Token;
        }

        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["content-type"] = request.Content!.Headers.ContentType!.ToString() };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values);
        }

        foreach ((string name, string value) in added)
        {
            request.Headers.TryAddWithoutValidation(name, value);
            headers[name.ToLowerInvariant()] = value;
        }

        string signed = string.Join(';', headers.Keys);
        string lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n"));
        string canonical = $"POST\n/\n\n{lines}\n{signed}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        string authorization = AWS4Signer.ComputeSignature(who, region, now.UtcDateTime, service, signed, canonical).ForAuthorizationHeader;
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
    }
}
