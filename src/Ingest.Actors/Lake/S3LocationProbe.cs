using Amazon.S3.Model;
using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>Tries whether a bucket may be asked where it is. A run does not ask; Athena does, with the rights of whoever queries.</summary>
public static class S3LocationProbe
{
    /// <summary>As policies name it.</summary>
    public const string Action = "s3:GetBucketLocation";

    public static async Task<S3Tried> RunAsync(LakeSpec.Bucketed place, AwsSpec aws, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        var calls = new S3Calls(place, aws, S3Patience.Default, clock);
        try
        {
            await calls.RunAsync(
                new S3Action(Action, ""),
                (client, bounded) => client.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = place.Bucket }, bounded),
                cancellation);
            return new S3Tried(Action, $"allowed on s3://{place.Bucket}", null);
        }
        catch (IngestException failure)
        {
            return new S3Tried(Action, failure.Message, failure);
        }
    }
}
