namespace Ingest.TestKit.Aws;

/// <summary>What happens to a request instead of, before or after its work.</summary>
public sealed record ScriptedS3Fault
{
    private ScriptedS3Fault()
    {
    }

    /// <summary>Whether the work is done.</summary>
    public bool Does { get; private init; }

    /// <summary>The answer that is given; null: the connection is dropped, or where <see cref="Waits"/> is set, the work's own.</summary>
    public ScriptedS3Exception? Error { get; private init; }

    /// <summary>The answer is 200, and says nothing else.</summary>
    public bool IsBare { get; private init; }

    /// <summary>The request waits for it before anything happens to it.</summary>
    public Task? Waits { get; private init; }

    /// <summary>The connection is dropped before anything is done.</summary>
    public static ScriptedS3Fault Dropped { get; } = new();

    /// <summary>It is done, and the connection is dropped.</summary>
    public static ScriptedS3Fault ReplyLost { get; } = new() { Does = true };

    /// <summary>It is not done, and an error is answered.</summary>
    public static ScriptedS3Fault Answers(int status, string code, string message = "As scripted.", string? region = null) =>
        new() { Error = new ScriptedS3Exception(status, code, message) { Region = region } };

    /// <summary>It is done, and an error is answered.</summary>
    public static ScriptedS3Fault DoneButAnswers(int status, string code) =>
        new() { Does = true, Error = new ScriptedS3Exception(status, code, "As scripted.") };

    /// <summary>It is done or not, and 200 is answered without an ETag.</summary>
    public static ScriptedS3Fault Bare(bool done) => new() { Does = done, IsBare = true };

    /// <summary>It waits, and is then done.</summary>
    public static ScriptedS3Fault Held(Task until) => new() { Does = true, Waits = until };
}
