namespace Ingest.Actors.Units;

/// <summary>How often a unit that failed for now is run again, and after which pauses: exponential, with jitter.</summary>
/// <param name="Count">Runs after the first; 0: none.</param>
/// <param name="First">The pause before the first of them.</param>
/// <param name="Longest">The longest pause.</param>
public sealed record RetryPolicy(int Count, TimeSpan First, TimeSpan Longest)
{
    public RetryPolicy()
        : this(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
    {
    }
}
