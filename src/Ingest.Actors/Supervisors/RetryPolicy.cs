namespace Ingest.Actors.Supervisors;

/// <summary>How often and how late failed units, and tables that could not be planned, are repeated: exponential backoff with
/// jitter.</summary>
/// <param name="Count">Repetitions at most.</param>
/// <param name="First">The delay before the first.</param>
/// <param name="Longest">No delay is longer.</param>
public sealed record RetryPolicy(int Count, TimeSpan First, TimeSpan Longest)
{
    public static RetryPolicy Default { get; } = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>The delay before a repetition.</summary>
    /// <param name="repetition">1 for the first.</param>
    /// <param name="jitter">0 to 1: between half of the delay and all of it.</param>
    public TimeSpan Delay(int repetition, double jitter)
    {
        double doubled = First.TotalSeconds * Math.Pow(2, repetition - 1);
        return TimeSpan.FromSeconds(Math.Min(doubled, Longest.TotalSeconds) * (0.5 + (jitter / 2)));
    }
}
