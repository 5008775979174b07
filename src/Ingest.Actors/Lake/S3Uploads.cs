using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>
/// Begins, completes and aborts multipart uploads. Where an answer leaves open what happened, it looks: the object's token says
/// whether it was ours, and the list of parts whether the upload still exists.
/// </summary>
internal sealed class S3Uploads(LakeSpec.Bucketed spec, S3Keys keys, S3Calls calls, S3Objects objects, TimeProvider clock)
{
    /// <summary>The attempt's token in the object's metadata: <c>x-amz-meta-ingest-token</c>.</summary>
    public const string TokenName = "ingest-token";

    private const string Parquet = "application/vnd.apache.parquet";
    private const string PutObject = "s3:PutObject";

    private static readonly TimeSpan AbandonWithin = TimeSpan.FromSeconds(10);

    public async Task<S3Upload> BeginAsync(string key, string token, UploadShare share, CancellationToken cancellation)
    {
        string full = keys.Object(key);
        var action = new S3Action(PutObject, full);
        InitiateMultipartUploadResponse begun = await calls.RunAsync(
            action with { Uninterrupted = true },
            (client, bounded) => client.InitiateMultipartUploadAsync(Request(spec, full, token), bounded),
            cancellation);
        string id = begun.UploadId;
        var parts = new S3Parts(
            calls, action, () => new UploadPartRequest { BucketName = keys.Bucket, Key = full, UploadId = id }, spec.Checksums, share, cancellation);
        var upload = new S3Upload(key, id, token, parts, share, AbandonAsync, cancellation);
        if (cancellation.IsCancellationRequested)
        {
            var stopped = new OperationCanceledException(cancellation);
            await CleanUpException.DisposeAsync(upload, stopped);
            throw stopped;
        }

        return upload;
    }

    /// <summary>How every upload to a lake begins.</summary>
    /// <param name="spec">The lake.</param>
    /// <param name="key">In its bucket.</param>
    /// <param name="token">The attempt's.</param>
    public static InitiateMultipartUploadRequest Request(LakeSpec.Bucketed spec, string key, string token)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = spec.Bucket, Key = key, ContentType = Parquet };
        request.Metadata[TokenName] = token;
        if (spec.Checksums)
        {
            request.ChecksumAlgorithm = ChecksumAlgorithm.CRC32;
        }

        if (spec.KmsKey is not null)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = spec.KmsKey;
        }

        if (spec.StorageClass is not null)
        {
            request.StorageClass = S3StorageClass.FindValue(spec.StorageClass);
        }

        return request;
    }

    /// <returns>False when there is no such upload any more.</returns>
    public async Task<bool> CompleteAsync(PreparedObject prepared, CancellationToken cancellation)
    {
        string full = keys.Object(prepared.Key);
        var action = new S3Action(PutObject, full) { Completes = true };
        if (await PartsAsync(prepared, full, cancellation) is not { } parts)
        {
            return false;
        }

        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            bool again = true;
            try
            {
                await calls.OnceAsync(action, async (client, bounded) => S3Calls.Tag((await client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest { BucketName = keys.Bucket, Key = full, UploadId = prepared.UploadId, PartETags = [.. parts] },
                    bounded)).ETag), cancellation);
                return true;
            }
            catch (AmazonS3Exception gone) when (S3Errors.IsMissing(gone) && attempt == 1)
            {
                return false;
            }
            catch (AmazonS3Exception answer) when (S3Errors.IsMissing(answer) || S3Errors.IsFalseCondition(answer))
            {
                failure = answer;
            }
            catch (AmazonS3Exception odd) when (S3Errors.IsAboutParts(odd))
            {
                (failure, again) = (odd, false);
            }
            catch (Exception unclear) when (S3Errors.IsUnclear(unclear))
            {
                failure = unclear;
            }
            catch (Exception refused) when (!S3Errors.IsCancelled(refused, cancellation))
            {
                throw calls.Sentence(refused, action);
            }

            // An upload that is gone was either completed just now or aborted: the object tells, but only once it is gone.
            bool exists = await ExistsAsync(full, prepared.UploadId, cancellation);
            if (await IsOursAsync(prepared, cancellation))
            {
                return true;
            }

            if (!exists)
            {
                return false;
            }

            if (!again || attempt >= calls.Attempts)
            {
                throw calls.Sentence(failure, action);
            }

            await calls.PauseAsync(attempt, cancellation);
        }
    }

    /// <summary>Ends an upload, and returns when there is none of that name: one that was being completed may outlive an abort.</summary>
    public async Task AbortAsync(string key, string uploadId, CancellationToken cancellation)
    {
        string full = keys.Object(key);
        var action = new S3Action("s3:AbortMultipartUpload", full);
        for (int attempt = 1; ; attempt++)
        {
            await calls.FindAsync(action, (client, bounded) => client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = keys.Bucket, Key = full, UploadId = uploadId }, bounded), cancellation);
            if (!await ExistsAsync(full, uploadId, cancellation))
            {
                return;
            }

            if (attempt >= calls.Attempts)
            {
                throw IngestException.Transient(
                    $"{action.Name} on s3://{keys.Bucket}/{full} was answered {attempt} times, and the upload {uploadId} still exists; the unit is run again.");
            }

            await calls.PauseAsync(attempt, cancellation);
        }
    }

    /// <summary>All that were begun under a prefix of keys and neither completed nor aborted. One whose key no lake would take is
    /// somebody else's and left out; one of which the server does not say when it was begun is taken for a new one.</summary>
    public async IAsyncEnumerable<LakeUpload> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string full = keys.Prefix(prefix);
        string? keyMarker = null;
        string? idMarker = null;
        bool more = true;
        while (more)
        {
            (string? key, string? id) = (keyMarker, idMarker);
            ListMultipartUploadsResponse page = await calls.RunAsync(
                new S3Action("s3:ListBucketMultipartUploads", full), (client, bounded) => client.ListMultipartUploadsAsync(
                    new ListMultipartUploadsRequest { BucketName = keys.Bucket, Prefix = full, KeyMarker = key, UploadIdMarker = id }, bounded), cancellation);
            foreach (MultipartUpload upload in page.MultipartUploads ?? [])
            {
                if (keys.KeyOf(upload.Key) is { } known && S3Keys.IsObject(known))
                {
                    yield return new LakeUpload(
                        known, upload.UploadId, upload.Initiated is { } begun ? new DateTimeOffset(begun.ToUniversalTime(), TimeSpan.Zero) : clock.GetUtcNow());
                }
            }

            more = page.IsTruncated == true;
            (keyMarker, idMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    /// <summary>What an attempt leaves that fails, also when the run is being stopped.</summary>
    private async Task AbandonAsync(S3Upload upload)
    {
        using var bound = new CancellationTokenSource(AbandonWithin, clock);
        try
        {
            await AbortAsync(upload.Key, upload.UploadId, bound.Token);
        }
        catch (OperationCanceledException late) when (bound.IsCancellationRequested)
        {
            throw IngestException.Transient(
                $"s3:AbortMultipartUpload on s3://{keys.Bucket}/{keys.Object(upload.Key)} took more than {AbandonWithin.TotalSeconds:0} s; "
                + "what is left of the upload is ended by a run a day later.",
                late);
        }
    }

    private async Task<bool> IsOursAsync(PreparedObject prepared, CancellationToken cancellation) =>
        prepared.Token is { } token && (await objects.LookAsync(prepared.Key, cancellation))?.Token == token;

    private async Task<bool> ExistsAsync(string full, string uploadId, CancellationToken cancellation) =>
        await ListPartsAsync(full, uploadId, marker: null, most: 1, cancellation) is not null;

    /// <summary>The parts as they were sent. Whoever has only the upload's name asks for them. Null: there is no such upload.</summary>
    private async Task<IReadOnlyList<PartETag>?> PartsAsync(PreparedObject prepared, string full, CancellationToken cancellation)
    {
        if (prepared.Parts.Count > 0)
        {
            return [.. prepared.Parts.Select(part => new PartETag(part.Number, part.Tag) { ChecksumCRC32 = part.Crc32 })];
        }

        List<PartETag> parts = [];
        string? marker = null;
        while (await ListPartsAsync(full, prepared.UploadId, marker, most: null, cancellation) is { } page)
        {
            parts.AddRange((page.Parts ?? []).Select(part => new PartETag(part.PartNumber ?? 0, part.ETag) { ChecksumCRC32 = part.ChecksumCRC32 }));
            if (page.IsTruncated != true)
            {
                return parts;
            }

            marker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return null;
    }

    private Task<ListPartsResponse?> ListPartsAsync(string full, string uploadId, string? marker, int? most, CancellationToken cancellation) =>
        calls.FindAsync(new S3Action("s3:ListMultipartUploadParts", full), (client, bounded) => client.ListPartsAsync(
            new ListPartsRequest { BucketName = keys.Bucket, Key = full, UploadId = uploadId, PartNumberMarker = marker, MaxParts = most }, bounded), cancellation);
}
