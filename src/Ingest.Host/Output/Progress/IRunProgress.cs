using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;

namespace Ingest.Host.Output.Progress;

/// <summary>Is told how a run comes along. Called from many threads at once; must not block.</summary>
public interface IRunProgress
{
    /// <summary>That many more units are to be done.</summary>
    void Planned(int units);

    /// <summary>A part of a unit was read and decoded: a page or a batch.</summary>
    void Decoded(UnitTally part);

    /// <summary>A unit came to its end.</summary>
    void Ended(UnitOutcome outcome);
}
