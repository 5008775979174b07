using System.Text.RegularExpressions;
using Ingest.Actors.Lake;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Where the lake is.</summary>
/// <param name="raw">The keys as they were written: tells what was left out from what has its default's value.</param>
internal sealed partial class LakeCheck(ConfigurationOrigin origin, IConfiguration raw, ErrorList errors)
{
    private const string Section = "Lake";
    private const string RootKey = "Lake:Root";
    private const string S3 = "s3://";

    /// <summary>Those that are not archives: objects are read as soon as they are written.</summary>
    private static readonly string[] StorageClasses =
        ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY", "EXPRESS_ONEZONE", "OUTPOSTS", "SNOW"];

    /// <returns>Null when there is none, or it is wrong.</returns>
    public LakeSpec? Check(LakeOptions? options)
    {
        switch (options?.Root)
        {
            case null:
                return null;
            case { } root when string.IsNullOrWhiteSpace(root):
                errors.Add(RootKey, "empty; write s3://bucket/prefix, or name a directory");
                return null;
            case { } root when root.StartsWith(S3, StringComparison.Ordinal):
                return Bucketed(root, options);
            case { } root when root.Contains("://", StringComparison.Ordinal) || root.StartsWith("s3:", StringComparison.Ordinal):
                errors.Add(RootKey, $"'{root}' is no lake; write s3://bucket/prefix, or name a directory");
                return null;
            case { } root:
                RefuseOthers();
                return new LakeSpec.Folder(Path.TrimEndingDirectorySeparator(origin.Resolve(root)));
        }
    }

    private LakeSpec.Bucketed? Bucketed(string root, LakeOptions options)
    {
        string[] parts = root[S3.Length..].TrimEnd('/').Split('/', 2);
        string prefix = parts.Length == 2 ? parts[1] : "";
        if (!Bucket().IsMatch(parts[0]))
        {
            errors.Add(RootKey, $"'{parts[0]}' is no bucket's name; write s3://bucket/prefix");
            return null;
        }

        if (prefix.Length != 0 && !LakeNames.FitsFolder(prefix))
        {
            errors.Add(
                RootKey,
                $"the prefix '{prefix}' is none that Athena looks into: letters, digits, dots, hyphens and underscores, a letter or digit first, with single slashes between");
            return null;
        }

        if (options.KmsKey is { } key && !KmsKey().IsMatch(key))
        {
            errors.Add("Lake:KmsKey", $"'{key}' is no ARN of a key; write arn:aws:kms:region:account:key/id, or that of an alias");
        }

        if (options.StorageClass is { } storage && !StorageClasses.Contains(storage))
        {
            errors.Add("Lake:StorageClass", $"'{storage}' is none that can be read at once; there is {string.Join(", ", StorageClasses)}");
        }

        return new LakeSpec.Bucketed(parts[0], prefix)
        {
            Region = options.Region,
            Endpoint = UrlCheck.Http("Lake:Endpoint", options.Endpoint, errors),
            PathStyle = options.PathStyle,
            Checksums = options.Checksums == ChecksumNames.WhenSupported,
            KmsKey = options.KmsKey,
            StorageClass = options.StorageClass,
        };
    }

    private void RefuseOthers()
    {
        foreach (string key in KeyShape.Keys(typeof(LakeOptions))!.Keys.Where(key => key != nameof(LakeOptions.Root)
            && raw.GetSection($"{Section}:{key}").Exists()))
        {
            errors.Add($"{Section}:{key}", "only for a lake in S3; leave it out, or write s3://bucket/prefix under Lake:Root");
        }
    }

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/[A-Za-z0-9/_-]+\z")]
    private static partial Regex KmsKey();

    /// <summary>The rules for buckets' names: 3 to 63 lower-case letters, digits, dots and hyphens.</summary>
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket();
}
