using Amazon.Runtime;

namespace Ingest.Actors.Aws;

/// <summary>Keys that were asked for before a call. A client of the SDK that has them never asks itself: it would wait without a bound, and
/// past any stop.</summary>
/// <param name="found">Those that it has from its beginning; null: none until they are asked for.</param>
internal sealed class FoundCredentials(ImmutableCredentials? found = null) : AWSCredentials
{
    private volatile ImmutableCredentials? _found = found;

    /// <summary>Asks for those that are in force now; later calls are signed with them.</summary>
    /// <param name="who">Gives them, and may have to be waited for.</param>
    /// <param name="within">No longer.</param>
    /// <param name="clock">Bounds the wait.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TimeoutException">They were not given in time. Everything else is as whoever gives them failed.</exception>
    public async Task<ImmutableCredentials> FindAsync(AWSCredentials who, TimeSpan within, TimeProvider clock, CancellationToken cancellation)
    {
        // Some ask an instance or an agent before they return a task.
        Task<ImmutableCredentials> asking = Task.Run(who.GetCredentialsAsync, cancellation);
        try
        {
            return _found = await asking.WaitAsync(within, clock, cancellation);
        }
        catch (TimeoutException late) when (!asking.IsFaulted)
        {
            throw Late(within, late);
        }
    }

    /// <summary>Says for how long credentials were waited for.</summary>
    public static TimeoutException Late(TimeSpan within, Exception? cause) =>
        new($"no credentials were given within {within.TotalSeconds:0} s", cause);

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => _found ?? throw new InvalidOperationException("Nobody has asked for credentials yet.");

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromResult(GetCredentials());
}
