using System.Xml.Linq;

namespace Ingest.TestKit.Aws;

/// <summary>An answer of S3 that says that something is wrong.</summary>
public sealed class ScriptedS3Exception(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Where the bucket is, when the request went elsewhere.</summary>
    public string? Region { get; init; }

    public static ScriptedS3Exception NoSuchKey => new(404, "NoSuchKey", "The specified key does not exist.");

    public static ScriptedS3Exception NoSuchUpload => new(
        404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    public static ScriptedS3Exception PreconditionFailed => new(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

    public XElement Body => new("Error", new XElement("Code", Code), new XElement("Message", Message), new XElement("RequestId", "scripted"));
}
