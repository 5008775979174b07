using Amazon.S3;
using Amazon.S3.Model;
using Ingest.Actors.Units;

namespace Ingest.Actors.Lake;

/// <summary>Control objects in a bucket. A version's tag is its ETag; records hold an attempt's token, so that no two are alike.</summary>
internal sealed class S3ControlObjects(LakeSpec.Bucketed spec, S3Keys keys, S3Calls calls, S3Objects objects)
{
    private const string PutObject = "s3:PutObject";

    /// <summary>No table can be called so.</summary>
    private const string ProbeName = ".probe";

    /// <summary>No version has it: a write under this condition is refused by every store that looks at conditions.</summary>
    public const string FalseTag = "\"00000000000000000000000000000000\"";

    private SemaphoreSlim Proving { get; } = new(1);
    private bool _proven;

    public Task<ControlObject?> GetAsync(string key, CancellationToken cancellation)
    {
        string full = keys.Control(key);
        return calls.FindAsync(new S3Action("s3:GetObject", full), async (client, bounded) =>
        {
            using GetObjectResponse answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = keys.Bucket, Key = full }, bounded);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content, bounded);
            return new ControlObject(content.ToArray(), answer.ETag);
        }, cancellation);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        string full = $"{keys.Control(prefix)}/";
        List<string> names = [];
        await foreach (S3Object found in objects.PagesAsync(full, "/", cancellation))
        {
            if (found.Key.EndsWith(".json", StringComparison.Ordinal))
            {
                names.Add(found.Key[full.Length..]);
            }
        }

        return names;
    }

    public async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellation)
    {
        List<string> names = [];
        await foreach (string folder in objects.FoldersAsync(keys.ControlRoot, cancellation))
        {
            names.Add(folder[keys.ControlRoot.Length..].TrimEnd('/'));
        }

        return names;
    }

    /// <summary>
    /// Writes under a condition. An answer that leaves open what happened is followed by a look: our bytes are there, or
    /// the version that we would replace still is, or somebody else's is.
    /// </summary>
    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation)
    {
        string full = keys.Control(key);
        var action = new S3Action(PutObject, full);
        await ProveAsync(cancellation);
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                return await calls.OnceAsync(action, (client, bounded) => PutAsync(client, full, content, ifTag, bounded), cancellation);
            }
            catch (AmazonS3Exception answer) when (S3Errors.IsFalseCondition(answer) || (ifTag is not null && S3Errors.IsMissing(answer)))
            {
                if (attempt == 1)
                {
                    return null;
                }

                failure = answer;
            }
            catch (AmazonS3Exception conflict) when (S3Errors.IsConflict(conflict))
            {
                failure = conflict;
            }
            catch (Exception unclear) when (S3Errors.IsUnclear(unclear))
            {
                failure = unclear;
            }
            catch (Exception refused) when (!S3Errors.IsCancelled(refused, cancellation))
            {
                throw calls.Sentence(refused, action);
            }

            ControlObject? there = await GetAsync(key, cancellation);
            if (there is not null && there.Content.Span.SequenceEqual(content.Span))
            {
                return there.Tag;
            }

            if (there?.Tag != ifTag)
            {
                return null;
            }

            if (attempt >= calls.Attempts)
            {
                throw calls.Sentence(failure, action);
            }

            await calls.PauseAsync(attempt, cancellation);
        }
    }

    private async Task<string> PutAsync(
        AmazonS3Client client, string full, ReadOnlyMemory<byte> content, string? ifTag, CancellationToken cancellation) =>
        S3Calls.Tag((await client.PutObjectAsync(Request(spec, full, content, ifTag), cancellation)).ETag);

    /// <summary>How every control object of a lake is written.</summary>
    /// <param name="spec">The lake.</param>
    /// <param name="key">In its bucket.</param>
    /// <param name="content">JSON.</param>
    /// <param name="ifTag">The version that is replaced; null: there must be none.</param>
    public static PutObjectRequest Request(LakeSpec.Bucketed spec, string key, ReadOnlyMemory<byte> content, string? ifTag)
    {
        var request = new PutObjectRequest
        {
            BucketName = spec.Bucket,
            Key = key,
            ContentType = "application/json",
            InputStream = new MemoryStream(content.ToArray(), writable: false),
            IfMatch = ifTag,
            IfNoneMatch = ifTag is null ? "*" : null,
        };
        if (spec.Checksums)
        {
            request.ChecksumAlgorithm = ChecksumAlgorithm.CRC32;
        }
        else
        {
            using var bytes = new MemoryStream(content.ToArray(), writable: false);
            request.MD5Digest = S3Checksums.Md5(bytes);
        }

        if (spec.KmsKey is not null)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = spec.KmsKey;
        }

        return request;
    }

    /// <summary>Asks once whether the store looks at conditions: everything rests on it.</summary>
    private async Task ProveAsync(CancellationToken cancellation)
    {
        if (_proven)
        {
            return;
        }

        await Proving.WaitAsync(cancellation);
        try
        {
            // The first finds it there or puts it there; the second cannot be true any more.
            _proven = _proven
                || ((await IsRefusedAsync(null, cancellation) || await IsRefusedAsync(null, cancellation))
                    && await IsRefusedAsync(FalseTag, cancellation));
        }
        finally
        {
            Proving.Release();
        }

        if (!_proven)
        {
            throw IngestException.Permanent(
                $"The server of {spec.Root} ignores the conditions of writes (If-Match, If-None-Match), so two runs could overwrite each other's "
                + "records; it cannot hold a lake. Use a newer version of it, or another.");
        }
    }

    private Task<bool> IsRefusedAsync(string? ifTag, CancellationToken cancellation)
    {
        string full = keys.Control(ProbeName);
        return calls.RunAsync(new S3Action(PutObject, full) { Contended = true }, async (client, bounded) =>
        {
            try
            {
                await PutAsync(client, full, "{}"u8.ToArray(), ifTag, bounded);
                return false;
            }
            catch (AmazonS3Exception answer) when (S3Errors.IsFalseCondition(answer))
            {
                return true;
            }
        }, cancellation);
    }
}
