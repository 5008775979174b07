using Amazon.Runtime;
using Ingest.Actors.Aws;
using Ingest.Actors.Lake;
using Ingest.TestKit;
using Ingest.TestKit.Aws;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

public sealed class S3LakeTests : LakeContract, IAsyncLifetime
{
    private ScriptedS3? _server;
    private ILake? _lake;

    protected override ILake Lake => _lake!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedS3.StartAsync();
        _server.CreateBucket(S3Bucket.Name);
        _lake = Another();
    }

    public Task DisposeAsync() => _server!.DisposeAsync().AsTask();

    protected override ILake Another() => S3Bucket.Lake(_server!.Url);
}

/// <summary>How tests open lakes in a bucket.</summary>
internal static class S3Bucket
{
    public const string Name = "lakes";

    /// <summary>Pauses that tests need not wait for.</summary>
    public static S3Patience Hasty { get; } = new(4, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(4));

    public static LakeSpec.Bucketed Spec(Uri endpoint, string bucket = Name) => new(bucket, "sensor-data") { Endpoint = endpoint };

    public static AwsSpec Aws { get; } = new() { Credentials = new BasicAWSCredentials("test", "test") };

    public static S3Lake Lake(Uri endpoint, string bucket = Name) => Lake(Spec(endpoint, bucket));

    public static S3Lake Lake(LakeSpec.Bucketed spec, S3Patience? patience = null) =>
        new(spec, Aws, patience ?? Hasty, TimeProvider.System);
}
