using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Ingest.Host.Secrets;

/// <summary>A password for RDS's IAM authentication: a presigned URL without its scheme, good for a quarter of an hour. Signature
/// Version 4 in the query (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).</summary>
internal static class RdsToken
{
    private const string Service = "rds-db";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const int ValidSeconds = 15 * 60;

    /// <param name="host">The database's own name at RDS.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">The database's user.</param>
    /// <param name="region">The database's region.</param>
    /// <param name="who">The AWS identity that may <c>rds-db:connect</c>.</param>
    /// <param name="now">When its time begins.</param>
    public static string Of(string host, int port, string user, string region, ImmutableCredentials who, DateTimeOffset now)
    {
        string day = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string instant = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string scope = $"{day}/{region}/{Service}/aws4_request";
        string authority = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        SortedDictionary<string, string> parameters = new(StringComparer.Ordinal)
        {
            ["Action"] = "connect",
            ["DBUser"] = user,
            ["X-Amz-Algorithm"] = Algorithm,
            ["X-Amz-Credential"] = $"{who.AccessKey}/{scope}",
            ["X-Amz-Date"] = instant,
            ["X-Amz-Expires"] = ValidSeconds.ToString(CultureInfo.InvariantCulture),
            ["X-Amz-SignedHeaders"] = "host",
        };
        if (who.UseToken)
        {
            parameters["X-Amz-Security-Token"] = who.Token;
        }

        string query = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
        string canonical = $"GET\n/\n{query}\nhost:{authority}\n\nhost\n{Hash("")}";
        byte[] key = Encoding.UTF8.GetBytes($"AWS4{who.SecretKey}");
        foreach (string part in (string[])[day, region, Service, "aws4_request"])
        {
            key = Mac(key, part);
        }

        string signature = Convert.ToHexStringLower(Mac(key, $"{Algorithm}\n{instant}\n{scope}\n{Hash(canonical)}"));
        return $"{authority}/?{query}&X-Amz-Signature={signature}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
