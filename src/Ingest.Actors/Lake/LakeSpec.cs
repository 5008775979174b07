namespace Ingest.Actors.Lake;

/// <summary>A lake as the configuration says it.</summary>
public abstract record LakeSpec
{
    private LakeSpec()
    {
    }

    /// <summary>The root, as a person writes it.</summary>
    public abstract string Root { get; }

    /// <summary>A directory on a local file system.</summary>
    /// <param name="Path">Absolute.</param>
    public sealed record Folder(string Path) : LakeSpec
    {
        public override string Root => Path;
    }

    /// <summary>A bucket, or what lies under a prefix of it.</summary>
    /// <param name="Bucket">Its name.</param>
    /// <param name="Prefix">Without slashes at its ends; empty: the whole bucket.</param>
    public sealed record Bucketed(string Bucket, string Prefix) : LakeSpec
    {
        public override string Root => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";

        /// <summary>Null: that of <see cref="Aws.AwsSpec"/>.</summary>
        public string? Region { get; init; }

        /// <summary>The address of an S3-compatible server; null: that of <see cref="Aws.AwsSpec"/>.</summary>
        public Uri? Endpoint { get; init; }

        /// <summary>The bucket's name in the path instead of the host's name; null: where there is an endpoint.</summary>
        public bool? PathStyle { get; init; }

        /// <summary>Checksums that S3 has had since 2023; false: only those that a request cannot do without, for older servers.</summary>
        public bool Checksums { get; init; } = true;

        /// <summary>The key that objects are encrypted with; null: as the bucket says.</summary>
        public string? KmsKey { get; init; }

        /// <summary>Of the lake's objects, not of records; null: S3's standard.</summary>
        public string? StorageClass { get; init; }
    }
}
