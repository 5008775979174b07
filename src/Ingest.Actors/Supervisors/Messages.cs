using Ingest.Actors.Committing;
using Ingest.Actors.Planning;

namespace Ingest.Actors.Supervisors;

/// <summary>Asks the supervisor for a run. Answered by one <see cref="RunSummary"/>; waits while another run is under way.</summary>
public sealed record StartRun(RunRequest Request);

/// <summary>Asks the supervisor to stop the run that is under way: units in flight are abandoned, no other begins, and the run
/// is answered.</summary>
public sealed record StopRun
{
    public static StopRun Instance { get; } = new();
}

/// <summary>Told to the event stream when a run has its plan, and once more for tables that were planned later: then only they
/// are in it.</summary>
public sealed record RunPlanned(RunPlan Plan);

/// <summary>Told to the event stream when all units are done and the catalog is told of them: a crawl may take minutes.</summary>
public sealed record CatalogBegun
{
    public static CatalogBegun Instance { get; } = new();
}

/// <summary>Told to the event stream when a unit has ended; a unit that is repeated ends more than once.</summary>
public sealed record UnitEnded(UnitOutcome Outcome, bool Final);
