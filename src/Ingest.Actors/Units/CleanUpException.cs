namespace Ingest.Actors.Units;

/// <summary>
/// Something failed, and what was to be cleaned up because of it failed as well. What failed first decides what it means;
/// the rest is kept to be looked at.
/// </summary>
public sealed class CleanUpException : Exception
{
    /// <param name="cause">What failed first.</param>
    /// <param name="failures">What could not be cleaned up because.</param>
    public CleanUpException(Exception cause, IReadOnlyList<Exception> failures)
        : base(cause?.Message, cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(failures);
        Cause = cause;
        Failures = failures;
    }

    public Exception Cause { get; }

    public IReadOnlyList<Exception> Failures { get; }

    /// <summary>After a failure of other things: the caller throws that again.</summary>
    /// <exception cref="CleanUpException">Not all was cleaned up.</exception>
    public static void ThrowIfAny(Exception cause, IReadOnlyList<Exception> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count > 0)
        {
            throw new CleanUpException(cause, failures);
        }
    }

    /// <summary>Disposes after a failure: the caller throws that again.</summary>
    /// <exception cref="CleanUpException">Disposing failed.</exception>
    public static async Task DisposeAsync(IAsyncDisposable disposable, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(disposable);
        try
        {
            await disposable.DisposeAsync();
        }
        catch (Exception failure)
        {
            throw new CleanUpException(cause, [failure]);
        }
    }

    /// <summary>As <c>await using</c>, but a failure to dispose does not hide why the use failed.</summary>
    public static async Task<TResult> UsingAsync<TResource, TResult>(TResource resource, Func<TResource, Task<TResult>> use)
        where TResource : IAsyncDisposable
    {
        ArgumentNullException.ThrowIfNull(use);
        TResult result;
        try
        {
            result = await use(resource);
        }
        catch (Exception cause)
        {
            await DisposeAsync(resource, cause);
            throw;
        }

        await resource.DisposeAsync();
        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join($"{Environment.NewLine}Not cleaned up: ", [base.ToString(), .. Failures]);
}
