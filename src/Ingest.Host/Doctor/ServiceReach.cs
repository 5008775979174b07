using System.Net.Sockets;
using Amazon.Runtime;
using Ingest.Actors.Aws;

namespace Ingest.Host.Doctor;

/// <summary>How long a service is tried, and whether it was reached at all: a run is patient, whoever waits for doctor is not.</summary>
internal static class ServiceReach
{
    /// <summary>Whoever gives no sign of itself for so long is not reached.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    /// <summary>One that answers too late, or drops a request, has a second chance.</summary>
    public static AwsLimits Limits { get; } = new() { Retries = 1, Attempt = TimeSpan.FromSeconds(10) };

    /// <summary>Whether nobody answered. Who refuses, for whatever reason, was reached.</summary>
    public static bool IsUnreached(Exception failure)
    {
        bool isNetwork = false;
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AmazonServiceException { ErrorCode.Length: > 0 })
            {
                return false;
            }

            isNetwork |= cause is HttpRequestException or IOException or SocketException or TimeoutException;
        }

        return isNetwork;
    }

    /// <summary>Asks, and waits no longer than <see cref="Within"/>.</summary>
    /// <exception cref="TimeoutException">There was no answer by then.</exception>
    public static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, TimeProvider clock, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {Within.TotalSeconds:0} s", failure);
        }
    }
}
