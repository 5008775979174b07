using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Ingest.Host.Configuration.Keys;

/// <summary>Where the objects go.</summary>
public sealed class LakeOptions
{
    [Required]
    [Description("`s3://bucket/prefix`, or a directory on a local file system; a relative one is taken from the configuration file's folder. The other keys are for `s3://` alone.")]
    public string? Root { get; set; }

    [AbsentMeans("`Aws.Region`")]
    [Description("The bucket's region.")]
    public string? Region { get; set; }

    [AbsentMeans("`Aws.Endpoint`")]
    [Description("The address of an S3-compatible server or of a VPC endpoint.")]
    public string? Endpoint { get; set; }

    [AbsentMeans("`true` where there is an endpoint")]
    [Description("Whether the bucket's name is in the path instead of the host's name.")]
    public bool? PathStyle { get; set; }

    [AllowedValues(ChecksumNames.WhenSupported, ChecksumNames.WhenRequired)]
    [Description("Which requests carry the newer checksums: `when-supported`, or `when-required` for S3-compatible servers that answer 400 to them. Each part carries its MD5 then.")]
    public string Checksums { get; set; } = ChecksumNames.WhenSupported;

    [AbsentMeans("as the bucket says")]
    [Description("The KMS key that objects and records are encrypted with: its ARN.")]
    public string? KmsKey { get; set; }

    [AbsentMeans("S3's standard")]
    [Description("The storage class of objects, such as `INTELLIGENT_TIERING`; records stay in the standard one.")]
    public string? StorageClass { get; set; }
}

/// <summary>The values of <see cref="LakeOptions.Checksums"/>.</summary>
internal static class ChecksumNames
{
    public const string WhenSupported = "when-supported";
    public const string WhenRequired = "when-required";
}
