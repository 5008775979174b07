using Ingest.Actors.Committing;

namespace Ingest.Host.Output.Progress;

/// <summary>Is told how a run comes along. Called from many threads at once; must not block.</summary>
public interface IRunProgress
{
    /// <summary>That many more units are to be done.</summary>
    void Planned(int units);

    /// <summary>A unit came to its end, and will not be repeated.</summary>
    void Ended(UnitOutcome outcome);

    /// <summary>All units are done, and the catalog is told of them.</summary>
    void TellingCatalog();
}
