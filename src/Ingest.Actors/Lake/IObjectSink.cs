namespace Ingest.Actors.Lake;

/// <summary>
/// An upload under way. Bytes go to <see cref="Stream"/>, forward only; then <see cref="CompleteAsync"/>. Disposing
/// without completing aborts it.
/// </summary>
public interface IObjectSink : IAsyncDisposable
{
    string Key { get; }

    string UploadId { get; }

    /// <summary>Write-only, not seekable; its Flush does nothing; it obeys the token given at preparation.</summary>
    Stream Stream { get; }

    /// <summary>Makes the upload whole and durable, still invisible.</summary>
    Task<PreparedObject> CompleteAsync(CancellationToken cancellation);
}
