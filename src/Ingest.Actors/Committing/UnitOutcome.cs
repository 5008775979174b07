using Ingest.Actors.Decoding;
using Ingest.Actors.Units;

namespace Ingest.Actors.Committing;

/// <summary>How a unit ended.</summary>
public abstract record UnitOutcome(Unit Unit)
{
    /// <summary>The unit is in the lake.</summary>
    /// <param name="Tally">What was read and decoded.</param>
    /// <param name="Objects">Objects published by this attempt; identical ones that were there are not counted.</param>
    /// <param name="Bytes">Their bytes.</param>
    /// <param name="PeakBytes">The most that the unit held at once.</param>
    public sealed record Committed(Unit Unit, UnitTally Tally, int Objects, long Bytes, long PeakBytes) : UnitOutcome(Unit)
    {
        /// <summary>What the unit still held when it was done: nothing, or somebody counts wrongly.</summary>
        internal long HeldBytes { get; init; }
    }

    /// <summary>The unit was looked at and needed nothing.</summary>
    public sealed record Unchanged(Unit Unit) : UnitOutcome(Unit);

    /// <summary>The unit failed or was abandoned; the lake is as it was, or the next attempt finishes what this one began.</summary>
    public sealed record Failed(Unit Unit, IngestFailure Failure) : UnitOutcome(Unit);
}
