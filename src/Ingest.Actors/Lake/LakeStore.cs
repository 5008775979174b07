using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>Opens the lake that a configuration names.</summary>
public static class LakeStore
{
    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="IngestException"/>
    public static ILake Open(LakeSpec spec, AwsSpec aws, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(aws);
        return spec switch
        {
            LakeSpec.Folder folder => new DirectoryLake(folder.Path, clock),
            LakeSpec.Bucketed bucket => new S3Lake(bucket, aws, clock),
            _ => throw IngestException.Permanent($"{spec.Root} is no lake."),
        };
    }
}
