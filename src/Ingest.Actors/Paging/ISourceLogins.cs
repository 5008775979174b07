using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Says as whom to connect, anew for each connection, since secrets rotate. Thread-safe.</summary>
public interface ISourceLogins
{
    /// <summary>What to do when the database denies such a login; goes on after "denies the user access: ".</summary>
    string Advice { get; }

    /// <summary>Whether such a login may go to a server that has proven itself, and to no other.</summary>
    bool NeedsTls => false;

    /// <summary>The user and the password as they are now.</summary>
    /// <param name="anew">Past every cache: the database has denied what was read before.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="IngestException">They cannot be read.</exception>
    Task<SourceLogin> ReadAsync(bool anew, CancellationToken cancellation);
}

/// <summary>As whom to connect. Never printed.</summary>
/// <param name="User">Null: the user in the URL.</param>
/// <param name="Password">Empty when there is none.</param>
public sealed record SourceLogin(string? User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}
