using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ingest.TestKit.Aws;

/// <summary>
/// Checks signatures as services of AWS do, written from their specification and from nothing of ours:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
/// </summary>
public static partial class SignatureV4
{
    /// <summary>What is wrong with a request's signature; null when nothing is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="service">Which service it must be signed for.</param>
    /// <param name="region">Which region.</param>
    /// <param name="keys">Access keys with their secrets.</param>
    public static string? WhatIsWrong(
        HttpRequest request, byte[] body, string service, string region, IReadOnlyDictionary<string, string> keys)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(keys);
        Match said = Authorization().Match(request.Headers.Authorization.ToString());
        if (!said.Success)
        {
            return $"'{request.Headers.Authorization}' is no authorization";
        }

        string date = request.Headers["x-amz-date"].ToString();
        string scope = said.Groups["scope"].Value;
        string[] signed = said.Groups["signed"].Value.Split(';');
        if (!keys.TryGetValue(said.Groups["key"].Value, out string? secret))
        {
            return $"{said.Groups["key"].Value} is no known access key";
        }

        if (!DateTime.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || scope != $"{date[..8]}/{region}/{service}/aws4_request")
        {
            return $"the scope {scope} does not fit {date}, {region} and {service}";
        }

        string[] must = [.. request.Headers.Keys.Select(name => name.ToLowerInvariant())
            .Where(name => name is "host" or "content-type" || name.StartsWith("x-amz-", StringComparison.Ordinal))];
        if (must.Except(signed).FirstOrDefault() is { } unsigned)
        {
            return $"{unsigned} is not signed";
        }

        string headers = string.Concat(signed.Select(name => $"{name}:{Spaces().Replace(request.Headers[name].ToString().Trim(), " ")}\n"));
        string canonical = string.Join('\n',
            request.Method, new Uri(request.GetEncodedUrl()).AbsolutePath, "", headers, string.Join(';', signed), Hex(SHA256.HashData(body)));
        string text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Hmac);
        return Hex(Hmac(key, text)) == said.Groups["signature"].Value ? null : $"the signature is wrong for {canonical}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(@"\AAWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+), ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})\z")]
    private static partial Regex Authorization();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
