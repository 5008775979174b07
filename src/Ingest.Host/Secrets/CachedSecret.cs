using System.Diagnostics.CodeAnalysis;

namespace Ingest.Host.Secrets;

/// <summary>Keeps a secret whose reading costs a request, for a minute. Thread-safe.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class CachedSecret(ISecret secret, TimeProvider clock)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _text;
    private long _readAt;

    /// <inheritdoc cref="ISecret.Place"/>
    public string Place => secret.Place;

    /// <inheritdoc cref="ISecret.ReadAsync"/>
    /// <param name="anew">Whatever is kept.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<string> ReadAsync(bool anew, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (anew || _text is null || clock.GetElapsedTime(_readAt) >= KeptFor)
            {
                long now = clock.GetTimestamp();
                _text = await secret.ReadAsync(cancellation);
                _readAt = now;
            }

            return _text;
        }
        finally
        {
            _turn.Release();
        }
    }
}
