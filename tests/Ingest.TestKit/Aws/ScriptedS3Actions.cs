using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Ingest.TestKit.Aws;

/// <summary>What each action does and answers, as the API's reference has it.</summary>
internal static class ScriptedS3Actions
{
    private static readonly string[] Kept = ["x-amz-checksum-algorithm", "x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id", "Content-Type"];

    public static ScriptedS3Answer Answer(ScriptedS3Request request, ScriptedS3Bucket bucket, ScriptedS3 server) => request.Action switch
    {
        "PutObject" => Put(request, bucket, server),
        "GetObject" or "HeadObject" => Get(request, bucket),
        "DeleteObject" => Done(() => bucket.Delete(request.Key)),
        "CreateMultipartUpload" => ScriptedS3Answer.Xml(new XElement("InitiateMultipartUploadResult",
            new XElement("Bucket", request.Bucket), new XElement("Key", request.Key), new XElement("UploadId", bucket.Begin(request.Key, Headers(request))))),
        "UploadPart" => PutPart(request, bucket),
        "CompleteMultipartUpload" => Complete(request, bucket),
        "AbortMultipartUpload" => Done(() => bucket.Abort(request.Key, request.Query("uploadId")!)),
        "ListParts" => ListParts(request, bucket, server.PageSize),
        "ListMultipartUploads" => ListUploads(request, bucket, server),
        "ListObjectsV2" => ListObjects(request, bucket, server.PageSize),
        "GetBucketLifecycleConfiguration" => ScriptedS3Answer.Xml(server.Lifecycle is { } rules ? new XElement(rules) : throw new ScriptedS3Exception(
            404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")),
        "GetBucketVersioning" => ScriptedS3Answer.Xml(new XElement("VersioningConfiguration")),
        _ => throw new ScriptedS3Exception(501, "NotImplemented", $"{request.Action} is not scripted."),
    };

    private static ScriptedS3Answer Put(ScriptedS3Request request, ScriptedS3Bucket bucket, ScriptedS3 server)
    {
        string? ifMatch = server.IgnoresConditions ? null : request.Header("If-Match");
        string? ifNoneMatch = server.IgnoresConditions ? null : request.Header("If-None-Match");
        return new ScriptedS3Answer(200) { Headers = { ["ETag"] = bucket.Put(request.Key, request.Body, Headers(request), ifMatch, ifNoneMatch) } };
    }

    private static ScriptedS3Answer PutPart(ScriptedS3Request request, ScriptedS3Bucket bucket)
    {
        string tag = bucket.PutPart(request.Key, request.Query("uploadId")!, Number(request.Query("partNumber")), request.Body);
        return new ScriptedS3Answer(200) { Headers = { ["ETag"] = tag, ["x-amz-checksum-crc32"] = ScriptedS3Body.Crc32Of(request.Body) } };
    }

    private static ScriptedS3Answer Get(ScriptedS3Request request, ScriptedS3Bucket bucket)
    {
        ScriptedS3Object found = bucket.Get(request.Key);
        if (request.Header("If-Match") is { } wanted && wanted != found.Tag)
        {
            throw ScriptedS3Exception.PreconditionFailed;
        }

        (int start, int count, bool ranged) = Range(request.Header("Range"), found.Bytes.Length);
        var answer = new ScriptedS3Answer(ranged ? 206 : 200, found.Bytes.AsSpan(start, count).ToArray())
        {
            Headers =
            {
                ["ETag"] = found.Tag,
                ["Last-Modified"] = found.Written.ToString("R", CultureInfo.InvariantCulture),
                ["Content-Length"] = count.ToString(CultureInfo.InvariantCulture),
                ["Accept-Ranges"] = "bytes",
            },
        };
        if (ranged)
        {
            answer.Headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{start + count - 1}/{found.Bytes.Length}");
        }

        foreach ((string name, string value) in found.Headers)
        {
            answer.Headers[name] = value;
        }

        return answer;
    }

    private static (int Start, int Count, bool Ranged) Range(string? header, int length)
    {
        if (header is null)
        {
            return (0, length, false);
        }

        string[] ends = header["bytes=".Length..].Split('-');
        int start = ends[0].Length == 0 ? Math.Max(0, length - Number(ends[1])) : Number(ends[0]);
        int end = ends[0].Length == 0 || ends[1].Length == 0 ? length : Math.Min(length, Number(ends[1]) + 1);
        return start < length
            ? (start, end - start, true)
            : throw new ScriptedS3Exception(416, "InvalidRange", "The requested range is not satisfiable");
    }

    private static ScriptedS3Answer Complete(ScriptedS3Request request, ScriptedS3Bucket bucket)
    {
        XElement body = XElement.Parse(Encoding.UTF8.GetString(request.Body));
        string tag = bucket.Complete(request.Key, request.Query("uploadId")!,
        [
            .. body.Elements().Where(element => element.Name.LocalName == "Part")
                .Select(part => (Number(Value(part, "PartNumber")), Value(part, "ETag")!, Value(part, "ChecksumCRC32"))),
        ]);
        return ScriptedS3Answer.Xml(new XElement("CompleteMultipartUploadResult",
            new XElement("Bucket", request.Bucket), new XElement("Key", request.Key), new XElement("ETag", tag)));
    }

    private static ScriptedS3Answer ListParts(ScriptedS3Request request, ScriptedS3Bucket bucket, int pageSize)
    {
        int after = Number(request.Query("part-number-marker") ?? "0");
        int most = Math.Min(pageSize, Number(request.Query("max-parts") ?? "1000"));
        (int Number, byte[] Bytes, string Tag)[] left =
            [.. bucket.Parts(request.Key, request.Query("uploadId")!).Where(part => part.Number > after)];
        return ScriptedS3Answer.Xml(new XElement("ListPartsResult",
            new XElement("Bucket", request.Bucket), new XElement("Key", request.Key), new XElement("UploadId", request.Query("uploadId")),
            new XElement("IsTruncated", left.Length > most),
            left.Length > most ? new XElement("NextPartNumberMarker", left[most - 1].Number) : null,
            left.Take(most).Select(part => new XElement("Part",
                new XElement("PartNumber", part.Number), new XElement("ETag", part.Tag), new XElement("Size", part.Bytes.Length),
                new XElement("ChecksumCRC32", ScriptedS3Body.Crc32Of(part.Bytes))))));
    }

    private static ScriptedS3Answer ListUploads(ScriptedS3Request request, ScriptedS3Bucket bucket, ScriptedS3 server)
    {
        int pageSize = server.PageSize;
        (string Key, string Id) after = (request.Query("key-marker") ?? "", request.Query("upload-id-marker") ?? "");
        var left = bucket.Uploads
            .Where(upload => upload.Key.StartsWith(request.Query("prefix") ?? "", StringComparison.Ordinal))
            .Where(upload => string.CompareOrdinal(upload.Key, after.Key) is var order && (order > 0 || (order == 0 && string.CompareOrdinal(upload.Id, after.Id) > 0)))
            .ToList();
        return ScriptedS3Answer.Xml(new XElement("ListMultipartUploadsResult",
            new XElement("Bucket", request.Bucket), new XElement("IsTruncated", left.Count > pageSize),
            left.Count > pageSize ? new XElement("NextKeyMarker", left[pageSize - 1].Key) : null,
            left.Count > pageSize ? new XElement("NextUploadIdMarker", left[pageSize - 1].Id) : null,
            left.Take(pageSize).Select(upload => new XElement("Upload",
                new XElement("Key", upload.Key), new XElement("UploadId", upload.Id),
                server.DatesUploads ? new XElement("Initiated", ScriptedS3Answer.Time(upload.Begun)) : null))));
    }

    private static ScriptedS3Answer ListObjects(ScriptedS3Request request, ScriptedS3Bucket bucket, int pageSize)
    {
        string prefix = request.Query("prefix") ?? "";
        string after = request.Query("continuation-token") is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : "";
        (string Name, string Key, ScriptedS3Object Value)[] left =
        [
            .. bucket.Objects
                .Where(found => found.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(found => (Name: UpTo(request.Query("delimiter"), found.Key, prefix.Length), found.Key, found.Value))
                .Where(found => string.CompareOrdinal(found.Name, after) > 0)
                .DistinctBy(found => found.Name)
                .OrderBy(found => found.Name, StringComparer.Ordinal),
        ];
        return ScriptedS3Answer.Xml(new XElement("ListBucketResult",
            new XElement("Name", request.Bucket), new XElement("Prefix", prefix), new XElement("IsTruncated", left.Length > pageSize),
            left.Length > pageSize ? new XElement("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(left[pageSize - 1].Name))) : null,
            left.Take(pageSize).Where(found => found.Name == found.Key).Select(found => new XElement("Contents",
                new XElement("Key", found.Key), new XElement("LastModified", ScriptedS3Answer.Time(found.Value.Written)),
                new XElement("ETag", found.Value.Tag), new XElement("Size", found.Value.Bytes.Length), new XElement("StorageClass", "STANDARD"))),
            left.Take(pageSize).Where(found => found.Name != found.Key).Select(found => new XElement("CommonPrefixes",
                new XElement("Prefix", found.Name)))));
    }

    /// <summary>What a key is listed as: up to its first delimiter after the prefix, with it.</summary>
    private static string UpTo(string? delimiter, string key, int from) =>
        delimiter is not null && key.IndexOf(delimiter, from, StringComparison.Ordinal) is var end and >= 0 ? key[..(end + delimiter.Length)] : key;

    private static Dictionary<string, string> Headers(ScriptedS3Request request) => request.Http.Headers
        .Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase) || Kept.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private static ScriptedS3Answer Done(Action action)
    {
        action();
        return new ScriptedS3Answer(204);
    }

    private static string? Value(XElement part, string name) => part.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);
}
