namespace Ingest.Actors.Aws;

/// <summary>A service of AWS that speaks the JSON 1.1 protocol.</summary>
/// <param name="Name">For a person: <c>Glue</c>.</param>
/// <param name="Id">In hosts, signatures and permissions: <c>glue</c>.</param>
/// <param name="Target">What the header <c>X-Amz-Target</c> begins with: <c>AWSGlue</c>.</param>
public sealed record AwsService(string Name, string Id, string Target);
