using System.Security.Cryptography;
using Amazon.S3;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;
using Ingest.TestKit;
using Xunit;

namespace Ingest.Actors.Tests.Lake;

/// <summary>The lake on a server that we did not write.</summary>
public sealed class S3LakeMotoTests
{
    private const string Key = "readings/date=20260105/data.parquet";

    private readonly UploadShare _share = new(new ByteBudget(long.MaxValue));

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task an_object_of_several_parts_is_published_read_and_found(bool checksums)
    {
        S3Lake lake = await LakeAsync(checksums);
        byte[] bytes = new byte[(2 * EngineLimits.UploadPartBytes) + 12_345];
        new Random(1).NextBytes(bytes);

        await using IObjectSink sink = await lake.PrepareAsync(Key, "t1", _share, default);
        await sink.Stream.WriteAsync(bytes);
        PreparedObject prepared = await sink.CompleteAsync(default);
        Assert.Null(await lake.FindAsync(Key, default));
        Assert.True(await lake.PublishAsync(prepared, default));

        Assert.Equal(new LakeObject(Key, bytes.Length, "t1"), await lake.FindAsync(Key, default));
        Assert.Equal(new LakeObject(Key, bytes.Length, "t1"), await lake.LookAsync(Key, default));
        await using Stream stream = await lake.OpenAsync(Key, default);
        Assert.Equal(prepared.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        stream.Position = 7_000_000;
        byte[] read = new byte[1_000];
        await stream.ReadExactlyAsync(read);
        Assert.Equal(bytes[7_000_000..7_001_000], read);
    }

    [SkippableFact]
    public async Task an_upload_that_was_aborted_is_fenced()
    {
        S3Lake lake = await LakeAsync();
        await using IObjectSink sink = await lake.PrepareAsync(Key, "t1", _share, default);
        await sink.Stream.WriteAsync(new byte[10]);
        PreparedObject prepared = await sink.CompleteAsync(default);
        Assert.Equal([prepared.UploadId], await UploadsAsync(lake));

        await lake.AbortAsync(Key, prepared.UploadId, default);
        await lake.AbortAsync(Key, prepared.UploadId, default);

        Assert.False(await lake.PublishAsync(prepared, default));
        Assert.Empty(await UploadsAsync(lake));
        Assert.Null(await lake.FindAsync(Key, default));
    }

    [SkippableFact]
    public async Task records_are_written_under_conditions()
    {
        S3Lake lake = await LakeAsync();
        string? first = await lake.PutControlAsync("readings/20260105.json", "1"u8.ToArray(), null, default);
        Assert.Null(await lake.PutControlAsync("readings/20260105.json", "2"u8.ToArray(), null, default));
        string? second = await lake.PutControlAsync("readings/20260105.json", "3"u8.ToArray(), first, default);
        Assert.Null(await lake.PutControlAsync("readings/20260105.json", "4"u8.ToArray(), first, default));
        Assert.Null(await lake.PutControlAsync("readings/20260106.json", "5"u8.ToArray(), first, default));

        ControlObject? found = await lake.GetControlAsync("readings/20260105.json", default);
        Assert.Equal(("3", second), (System.Text.Encoding.UTF8.GetString(found!.Content.Span), found.Tag));
        Assert.Equal(["20260105.json"], await lake.ListControlAsync("readings", default));
        Assert.Equal(["readings"], await lake.ListControlFoldersAsync(default));
    }

    [SkippableFact]
    public async Task a_bucket_that_is_not_there_is_said_in_a_sentence()
    {
        S3Lake lake = S3Bucket.Lake(Moto.Require(), "nobody-has-made-this-one");

        IngestException refused = await Assert.ThrowsAsync<IngestException>(() => lake.PrepareAsync(Key, "t1", _share, default));

        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.Equal(
            "s3:PutObject on s3://nobody-has-made-this-one/sensor-data/readings/date=20260105/data.parquet: there is no bucket "
            + "nobody-has-made-this-one. Create it, or mend Lake.Root.",
            refused.Message);
    }

    private static async Task<List<string>> UploadsAsync(S3Lake lake)
    {
        List<string> uploads = [];
        await foreach (LakeUpload upload in lake.ListUploadsAsync("readings/", default))
        {
            uploads.Add(upload.UploadId);
        }

        return uploads;
    }

    private static async Task<S3Lake> LakeAsync(bool checksums = true)
    {
        LakeSpec.Bucketed spec = S3Bucket.Spec(Moto.Require(), $"lake-{Guid.NewGuid():N}") with { Checksums = checksums };
        S3Connection connection = S3Client.Connect(spec, S3Bucket.Aws);
        await connection.Found.FindAsync(connection.Identity, TimeSpan.FromMinutes(1), TimeProvider.System, default);
        using AmazonS3Client client = connection.Client;
        await client.PutBucketAsync(spec.Bucket);
        return S3Bucket.Lake(spec);
    }
}
