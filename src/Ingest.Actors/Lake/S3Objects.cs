using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>Finds, lists and reads objects.</summary>
internal sealed class S3Objects(S3Keys keys, S3Calls calls)
{
    private const string GetObject = "s3:GetObject";

    /// <summary>The end of an object that is fetched when it is opened: a footer, or all of a small one.</summary>
    private const int EndBytes = 128 * 1024;

    /// <summary>One request: the first byte comes with what a HEAD would say. A HEAD that fails does not say why: its answer has no
    /// body, so that a token that has expired would be a bare 400.</summary>
    public async Task<LakeObject?> LookAsync(string key, CancellationToken cancellation) =>
        await FetchAsync(keys.Object(key), new ByteRange(0, 0), ifTag: null, cancellation) is { } read
            ? new LakeObject(key, read.ObjectBytes, read.Token)
            : null;

    public async Task<Stream> OpenAsync(string key, CancellationToken cancellation)
    {
        string full = keys.Object(key);
        S3Range end = await FetchAsync(full, new ByteRange($"bytes=-{EndBytes}"), ifTag: null, cancellation)
            ?? throw IngestException.Transient($"{GetObject} on s3://{keys.Bucket}/{full}: it is not there.");
        return new S3ReadStream(end, async (start, count, stop) =>
            await FetchAsync(full, new ByteRange(start, start + count - 1), end.Tag, stop)
            ?? throw IngestException.Transient($"{GetObject} on s3://{keys.Bucket}/{full}: it is not there any more."));
    }

    /// <summary>All keys under a prefix, in order, as S3 lists them: by UTF-8 bytes.</summary>
    public async IAsyncEnumerable<LakeObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (S3Object found in PagesAsync(keys.Prefix(prefix), delimiter: null, cancellation))
        {
            if (keys.KeyOf(found.Key) is { } key)
            {
                yield return new LakeObject(key, found.Size ?? 0, null);
            }
        }
    }

    /// <summary>Objects whose keys in the bucket begin with a prefix, page by page.</summary>
    /// <param name="full">The prefix in the bucket.</param>
    /// <param name="delimiter">Leaves out what has one after the prefix; null: nothing.</param>
    /// <param name="cancellation">Abandons it.</param>
    public async IAsyncEnumerable<S3Object> PagesAsync(
        string full, string? delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (ListObjectsV2Response page in AnswersAsync(full, delimiter, cancellation))
        {
            foreach (S3Object found in page.S3Objects ?? [])
            {
                yield return found;
            }
        }
    }

    /// <summary>What objects' keys in the bucket have between a prefix and the next slash, with both, once each.</summary>
    public async IAsyncEnumerable<string> FoldersAsync(string full, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (ListObjectsV2Response page in AnswersAsync(full, "/", cancellation))
        {
            foreach (string folder in page.CommonPrefixes ?? [])
            {
                yield return folder;
            }
        }
    }

    private async IAsyncEnumerable<ListObjectsV2Response> AnswersAsync(
        string full, string? delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            string? from = next;
            ListObjectsV2Response page = await calls.RunAsync(new S3Action("s3:ListBucket", full), (client, bounded) => client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = keys.Bucket, Prefix = full, Delimiter = delimiter, ContinuationToken = from }, bounded), cancellation);
            yield return page;
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    private Task<S3Range?> FetchAsync(string full, ByteRange range, string? ifTag, CancellationToken cancellation) =>
        calls.FindAsync(new S3Action(GetObject, full) { Transfers = true }, async (client, bounded) =>
        {
            try
            {
                using GetObjectResponse answer = await client.GetObjectAsync(
                    new GetObjectRequest { BucketName = keys.Bucket, Key = full, ByteRange = range, EtagToMatch = ifTag }, bounded);
                byte[] bytes = new byte[answer.ContentLength];
                await answer.ResponseStream.ReadExactlyAsync(bytes, bounded);
                return S3Range.Of(bytes, answer.ContentRange, answer.ETag, answer.Metadata[S3Uploads.TokenName]);
            }
            catch (AmazonS3Exception empty) when (empty.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // No range is one of an object without bytes, and no other is asked for beyond the end.
                return new S3Range(0, [], 0, "", null);
            }
        }, cancellation);
}
