namespace Ingest.TestKit.Aws;

/// <summary>What a scripted service answers instead, or does not answer.</summary>
/// <param name="Code">The service's code; null: the connection is cut.</param>
/// <param name="Status">HTTP.</param>
/// <param name="Text">What it says.</param>
public sealed record AwsFault(string? Code, int Status = 400, string Text = "")
{
    /// <summary>The request never arrives.</summary>
    public static AwsFault Dropped { get; } = new(null, 0);

    /// <summary>What was asked is done, and nobody hears of it.</summary>
    public static AwsFault ReplyLost { get; } = new(null, 1);

    public static AwsFault Throttled { get; } = new("ThrottlingException", 400, "Rate exceeded");

    public static AwsFault Internal { get; } = new("InternalServiceException", 500, "We encountered an internal error.");

    public static AwsFault Expired { get; } = new("ExpiredTokenException", 400, "The security token included in the request is expired");

    public static AwsFault Denied(string action) => new(
        "AccessDeniedException", 400, $"User: arn:aws:iam::123456789012:user/ingest is not authorized to perform: {action}");

    public static AwsFault Absent(string text) => new("EntityNotFoundException", 400, text);
}

/// <summary>A fault that a service's own code finds.</summary>
public sealed class AwsFaultException(AwsFault fault) : Exception(fault?.Text)
{
    public AwsFault Fault { get; } = fault;
}
