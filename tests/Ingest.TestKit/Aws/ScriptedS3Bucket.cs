using System.Globalization;

namespace Ingest.TestKit.Aws;

/// <summary>An object in a scripted bucket.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Tag">Its ETag, in quotation marks.</param>
/// <param name="Headers">Metadata and what else was given when it was written.</param>
/// <param name="Written">When.</param>
public sealed record ScriptedS3Object(byte[] Bytes, string Tag, IReadOnlyDictionary<string, string> Headers, DateTimeOffset Written);

/// <summary>A bucket's objects and uploads. Everything happens at once, under one lock.</summary>
internal sealed class ScriptedS3Bucket(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ScriptedS3Object> _objects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private int _next;

    public IReadOnlyDictionary<string, ScriptedS3Object> Objects
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, ScriptedS3Object>(_objects);
            }
        }
    }

    public IReadOnlyList<(string Key, string Id, DateTimeOffset Begun)> Uploads
    {
        get
        {
            lock (_gate)
            {
                return [.. _uploads.Select(upload => (upload.Value.Key, upload.Key, upload.Value.Begun))
                    .OrderBy(upload => upload.Item1, StringComparer.Ordinal).ThenBy(upload => upload.Item2, StringComparer.Ordinal)];
            }
        }
    }

    public ScriptedS3Object Get(string key)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key) ?? throw ScriptedS3Exception.NoSuchKey;
        }
    }

    public string Put(string key, byte[] bytes, IReadOnlyDictionary<string, string> headers, string? ifMatch, string? ifNoneMatch)
    {
        lock (_gate)
        {
            bool there = _objects.TryGetValue(key, out ScriptedS3Object? present);
            if (ifMatch is not null && !there)
            {
                throw ScriptedS3Exception.NoSuchKey;
            }

            if ((ifNoneMatch == "*" && there) || (ifMatch is not null && ifMatch != present!.Tag))
            {
                throw ScriptedS3Exception.PreconditionFailed;
            }

            string tag = Tag(ScriptedS3Body.Md5Of(bytes));
            _objects[key] = new ScriptedS3Object(bytes, tag, headers, clock.GetUtcNow());
            return tag;
        }
    }

    public void Delete(string key)
    {
        lock (_gate)
        {
            _objects.Remove(key);
        }
    }

    public string Begin(string key, IReadOnlyDictionary<string, string> headers)
    {
        lock (_gate)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"upload-{++_next:0000000}");
            _uploads.Add(id, new Upload(key, headers, clock.GetUtcNow()));
            return id;
        }
    }

    public string PutPart(string key, string id, int number, byte[] bytes)
    {
        lock (_gate)
        {
            string tag = Tag(ScriptedS3Body.Md5Of(bytes));
            Of(key, id).Parts[number] = (bytes, tag);
            return tag;
        }
    }

    public IReadOnlyList<(int Number, byte[] Bytes, string Tag)> Parts(string key, string id)
    {
        lock (_gate)
        {
            return [.. Of(key, id).Parts.Select(part => (part.Key, part.Value.Bytes, part.Value.Tag))];
        }
    }

    /// <param name="parts">As the request lists them; a checksum where it was given.</param>
    public string Complete(string key, string id, IReadOnlyList<(int Number, string Tag, string? Crc32)> parts)
    {
        lock (_gate)
        {
            Upload upload = Of(key, id);
            using var bytes = new MemoryStream();
            using var tags = new MemoryStream();
            for (int i = 0; i < parts.Count; i++)
            {
                (int number, string tag, string? crc32) = parts[i];
                if (!upload.Parts.TryGetValue(number, out (byte[] Bytes, string Tag) part) || part.Tag.Trim('"') != tag.Trim('"')
                    || (crc32 is not null && crc32 != ScriptedS3Body.Crc32Of(part.Bytes)))
                {
                    throw new ScriptedS3Exception(400, "InvalidPart", $"Part {number} is not what was uploaded.");
                }

                if (i > 0 && number <= parts[i - 1].Number)
                {
                    throw new ScriptedS3Exception(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
                }

                if (i < parts.Count - 1 && part.Bytes.Length < 5 * 1024 * 1024)
                {
                    throw new ScriptedS3Exception(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
                }

                if (crc32 is null && upload.Headers.ContainsKey("x-amz-checksum-algorithm"))
                {
                    throw new ScriptedS3Exception(400, "InvalidRequest", $"The complete request must include the checksum for each part. It was missing for part {number}.");
                }

                bytes.Write(part.Bytes);
                tags.Write(Convert.FromHexString(part.Tag.Trim('"')));
            }

            if (parts.Count == 0)
            {
                throw new ScriptedS3Exception(400, "MalformedXML", "You must specify at least one part");
            }

            string whole = Tag(ScriptedS3Body.Md5Of(tags.ToArray()), $"-{parts.Count}");
            _objects[key] = new ScriptedS3Object(bytes.ToArray(), whole, upload.Headers, clock.GetUtcNow());
            _uploads.Remove(id);
            return whole;
        }
    }

    public void Abort(string key, string id)
    {
        lock (_gate)
        {
            _ = Of(key, id);
            _uploads.Remove(id);
        }
    }

    private Upload Of(string key, string id) =>
        _uploads.TryGetValue(id, out Upload? upload) && upload.Key == key ? upload : throw ScriptedS3Exception.NoSuchUpload;

    private static string Tag(byte[] hash, string suffix = "") => $"\"{Convert.ToHexStringLower(hash)}{suffix}\"";

    private sealed record Upload(string Key, IReadOnlyDictionary<string, string> Headers, DateTimeOffset Begun)
    {
        public SortedDictionary<int, (byte[] Bytes, string Tag)> Parts { get; } = [];
    }
}
