using Microsoft.AspNetCore.Http;

namespace Ingest.TestKit.Aws;

/// <summary>A request as S3 understands it: path style, <c>/bucket/key?query</c>.</summary>
public sealed class ScriptedS3Request
{
    private ScriptedS3Request(HttpRequest http, byte[] body)
    {
        string[] path = http.Path.Value!.TrimStart('/').Split('/', 2);
        Http = http;
        Body = body;
        Bucket = path[0];
        Key = path.Length == 2 ? path[1] : "";
        Action = ActionOf(http, Key);
    }

    public HttpRequest Http { get; }

    /// <summary>Decoded and checked.</summary>
    public byte[] Body { get; }

    public string Bucket { get; }

    public string Key { get; }

    /// <summary>As the API names it: <c>UploadPart</c>.</summary>
    public string Action { get; }

    public static async Task<ScriptedS3Request> ReadAsync(HttpContext context) =>
        new(context.Request, await ScriptedS3Body.ReadAsync(context.Request, context.RequestAborted));

    public string? Header(string name) => Http.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Query(string name) => Http.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    private static string ActionOf(HttpRequest http, string key) => (http.Method, key.Length > 0) switch
    {
        ("GET", false) when http.Query.ContainsKey("uploads") => "ListMultipartUploads",
        ("GET", false) when http.Query.ContainsKey("lifecycle") => "GetBucketLifecycleConfiguration",
        ("GET", false) when http.Query.ContainsKey("versioning") => "GetBucketVersioning",
        ("GET", false) => "ListObjectsV2",
        ("PUT", false) => "CreateBucket",
        ("POST", true) when http.Query.ContainsKey("uploads") => "CreateMultipartUpload",
        ("POST", true) => "CompleteMultipartUpload",
        ("PUT", true) when http.Query.ContainsKey("partNumber") => "UploadPart",
        ("PUT", true) => "PutObject",
        ("GET", true) when http.Query.ContainsKey("uploadId") => "ListParts",
        ("GET", true) => "GetObject",
        ("HEAD", true) => "HeadObject",
        ("DELETE", true) when http.Query.ContainsKey("uploadId") => "AbortMultipartUpload",
        ("DELETE", true) => "DeleteObject",
        _ => $"{http.Method} of a bucket",
    };
}
