using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace Ingest.Actors.Aws;

/// <summary>What services, agents and the SDK said, as a part of a sentence of ours: on one line, and without what would let somebody
/// else in. STS quotes the token that it refuses, and services quote the request whose signature is wrong.</summary>
internal static partial class AwsSaid
{
    /// <summary>A text as it is, but for secrets and line breaks.</summary>
    public static string Masked(string? text) => Secret().Replace((text ?? "").ReplaceLineEndings(" "), "…").Trim();

    /// <summary>The same without a full stop, for the middle of a sentence.</summary>
    public static string Phrase(string? text) => Masked(text).TrimEnd('.', ' ');

    /// <summary>Why a service gave no credentials; empty where what it said of keys may quote the request.</summary>
    public static string Phrase(AmazonServiceException refusal) => AwsCodes.IsUnknown(refusal) ? "" : Phrase(refusal.Message);

    /// <summary>A web identity, by which whoever has it is the pod, even where it is none and refused for that; and a session's token.</summary>
    [GeneratedRegex(
        @"eyJ[\w.~+/=-]+|(?<=Value ')[^']*(?=' at 'webIdentityToken')|(?<=x-amz-security-token\s*[:=]\s*)[^\s;,]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
