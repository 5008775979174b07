using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Aws;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// Tries everything that a lake asks of its bucket, action by action, and leaves nothing behind: uploads are aborted, and the
/// condition of the one write is false.
/// </summary>
public sealed class S3Probe
{
    private const string Name = ".doctor";

    private readonly LakeSpec.Bucketed _spec;
    private readonly S3Keys _keys;
    private readonly S3Calls _calls;

    public S3Probe(LakeSpec.Bucketed spec, AwsSpec aws, TimeProvider clock)
    {
        _spec = spec;
        _keys = new S3Keys(spec);
        _calls = new S3Calls(spec, aws, S3Patience.Default, clock);
    }

    /// <summary>Tries whether the bucket is there and may be listed under the prefix.</summary>
    public Task<S3Tried> ListAsync(CancellationToken cancellation) => ListAsync(_keys.Prefix(""), cancellation);

    /// <summary>Tries each action under a folder of objects, and under the control prefix.</summary>
    /// <param name="folder">A table's, without a slash at its end.</param>
    /// <param name="cancellation">Abandons it; the upload under way is aborted first.</param>
    public async IAsyncEnumerable<S3Tried> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Without the bucket or its list, nothing that is absent can be told from what is forbidden.
        S3Tried list = await ListAsync(_keys.Prefix(folder + "/"), cancellation);
        yield return list;
        if (list.Failure is not null)
        {
            yield break;
        }

        yield return await ListAsync(_keys.Control(Name), cancellation);
        foreach (string key in new[] { _keys.Object($"{folder}/{Name}"), _keys.Control(Name) })
        {
            yield return await TryAsync("s3:GetObject", key, async (client, bounded) =>
            {
                using GetObjectResponse there = await client.GetObjectAsync(_keys.Bucket, key, bounded);
                return true;
            }, cancellation);
        }

        yield return await TryAsync("s3:ListBucketMultipartUploads", _keys.Prefix(folder), (client, bounded) =>
            client.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest { BucketName = _keys.Bucket, Prefix = _keys.Prefix(folder), MaxUploads = 1 }, bounded), cancellation);
        await foreach (S3Tried upload in UploadAsync(_keys.Object($"{folder}/{Name}"), cancellation))
        {
            yield return upload;
        }

        yield return await PutAsync(_keys.Control(Name), cancellation);
    }

    /// <summary>What the bucket's lifecycle rules do to what is under the lake's prefix.</summary>
    /// <exception cref="IngestException">They may not be looked at.</exception>
    public async Task<S3Lifecycle> LifecycleAsync(CancellationToken cancellation)
    {
        List<LifecycleRule> rules = await _calls.FindAsync(
            new S3Action("s3:GetLifecycleConfiguration", _spec.Prefix),
            async (client, bounded) => (await client.GetLifecycleConfigurationAsync(
                new GetLifecycleConfigurationRequest { BucketName = _keys.Bucket }, bounded)).Configuration?.Rules ?? [],
            cancellation) ?? [];
        string versioning = await _calls.RunAsync(
            new S3Action("s3:GetBucketVersioning", _spec.Prefix),
            async (client, bounded) => (await client.GetBucketVersioningAsync(
                new GetBucketVersioningRequest { BucketName = _keys.Bucket }, bounded)).VersioningConfig?.Status?.Value ?? "",
            cancellation);
        return new S3LifecycleRules(_keys.Prefix("")).Look(rules, versioning is "Enabled" or "Suspended");
    }

    private Task<S3Tried> ListAsync(string prefix, CancellationToken cancellation) => TryAsync("s3:ListBucket", prefix, (client, bounded) =>
        client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _keys.Bucket, Prefix = prefix, MaxKeys = 1 }, bounded), cancellation);

    private async IAsyncEnumerable<S3Tried> UploadAsync(string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? id = null;
        bool aborted = false;
        try
        {
            S3Tried begun = await TryAsync(new S3Action("s3:PutObject", key) { Uninterrupted = true }, async (client, bounded) =>
            {
                InitiateMultipartUploadResponse answer = await client.InitiateMultipartUploadAsync(
                    S3Uploads.Request(_spec, key, Name), bounded);
                id = answer.UploadId;
                return answer;
            }, cancellation);
            yield return id is null ? begun : await SendAsync(key, id, cancellation);
            if (id is null)
            {
                yield return S3Tried.Not("s3:ListMultipartUploadParts", "no upload could be begun");
                yield return S3Tried.Not("s3:AbortMultipartUpload", "no upload could be begun");
                yield break;
            }

            yield return await TryAsync("s3:ListMultipartUploadParts", key, (client, bounded) =>
                client.ListPartsAsync(new ListPartsRequest { BucketName = _keys.Bucket, Key = key, UploadId = id }, bounded), cancellation);
            aborted = true;
            yield return await AbortAsync();
        }
        finally
        {
            // Whoever asks may have had enough after any answer.
            if (id is not null && !aborted)
            {
                await AbortAsync();
            }
        }

        Task<S3Tried> AbortAsync() => TryAsync("s3:AbortMultipartUpload", key, (client, bounded) =>
            client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = _keys.Bucket, Key = key, UploadId = id }, bounded), CancellationToken.None);
    }

    /// <summary>A part as the engine sends them: KMS may let an upload begin and none of its parts in. It goes with the upload.</summary>
    private Task<S3Tried> SendAsync(string key, string id, CancellationToken cancellation) => TryAsync("s3:PutObject", key, (client, bounded) =>
    {
        var part = new S3Part(new ByteBudget(EngineLimits.UploadChunkBytes));
        part.Take("{}"u8);
        var upload = new UploadPartRequest { BucketName = _keys.Bucket, Key = key, UploadId = id };
        return client.UploadPartAsync(S3Parts.Request(upload, part, 1, _spec.Checksums), bounded);
    }, cancellation);

    /// <summary>A write whose condition cannot be true: refused by the condition, it is allowed and writes nothing.</summary>
    private Task<S3Tried> PutAsync(string key, CancellationToken cancellation) => TryAsync("s3:PutObject", key, async (client, bounded) =>
    {
        try
        {
            await client.PutObjectAsync(S3ControlObjects.Request(_spec, key, "{}"u8.ToArray(), S3ControlObjects.FalseTag), bounded);
        }
        catch (AmazonS3Exception refused) when (S3Errors.IsFalseCondition(refused))
        {
            return true;
        }

        throw IngestException.Permanent(
            $"{_spec.Root}: the server ignores the conditions of writes (If-Match), so it cannot hold a lake, and s3://{_keys.Bucket}/{key} was "
            + "written: delete it.");
    }, cancellation);

    private Task<S3Tried> TryAsync<T>(
        string action, string key, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        TryAsync(new S3Action(action, key), call, cancellation);

    private async Task<S3Tried> TryAsync<T>(
        S3Action action, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            // What is not there was looked for with leave.
            await _calls.FindAsync<object>(action, async (client, bounded) => (await call(client, bounded))!, cancellation);
            return new S3Tried(action.Name, $"allowed on {_calls.Where(action)}", null);
        }
        catch (IngestException failure)
        {
            return new S3Tried(action.Name, failure.Message, failure);
        }
    }
}

/// <summary>An action that was tried.</summary>
/// <param name="Action">As policies name it.</param>
/// <param name="Sentence">What came of it.</param>
/// <param name="Failure">Null where it is allowed, or was not tried.</param>
public sealed record S3Tried(string Action, string Sentence, IngestException? Failure)
{
    /// <summary>Whether it was tried at all.</summary>
    public bool IsTried { get; private init; } = true;

    internal static S3Tried Not(string action, string why) => new(action, why, null) { IsTried = false };
}
