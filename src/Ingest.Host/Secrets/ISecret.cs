using Ingest.Actors.Units;

namespace Ingest.Host.Secrets;

/// <summary>A text that is never printed, where it is. Thread-safe.</summary>
internal interface ISecret
{
    /// <summary>For people: <c>the file /run/secrets/db</c>.</summary>
    string Place { get; }

    /// <summary>The text as it is now.</summary>
    /// <exception cref="IngestException">It cannot be read, or there is none.</exception>
    Task<string> ReadAsync(CancellationToken cancellation);
}
