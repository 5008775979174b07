using System.Collections.Immutable;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Actors.Supervisors;

/// <summary>What a run did, unit by unit. Immutable: each outcome gives a new one.</summary>
public sealed record RunSummary
{
    /// <summary>What the run looked at.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>How each unit ended, the last time where it was repeated.</summary>
    public ImmutableDictionary<Unit, UnitOutcome> Outcomes { get; init; } = ImmutableDictionary<Unit, UnitOutcome>.Empty;

    /// <summary>Why the catalog step failed; null when it did not.</summary>
    public IngestFailure? CatalogFailure { get; init; }

    /// <summary>What the catalog has to say beside, a sentence each.</summary>
    public IReadOnlyList<string> CatalogNotices { get; init; } = [];

    /// <summary>Whether the run was stopped before all units were done.</summary>
    public bool Stopped { get; init; }

    /// <summary>Whether its time was over (<see cref="RunRequest.Until"/>) before it ended.</summary>
    public bool Closed { get; init; }

    /// <summary>Planned units that were not begun, or were abandoned.</summary>
    public int Left => Plan.Units.Count(planned =>
        Outcomes.GetValueOrDefault(planned.Unit) is null or UnitOutcome.Failed { Failure.Kind: FailureKind.Stopped });

    public IEnumerable<UnitOutcome.Committed> Committed => Outcomes.Values.OfType<UnitOutcome.Committed>();

    public int Unchanged => Outcomes.Values.OfType<UnitOutcome.Unchanged>().Count();

    /// <summary>Units that failed, but those that are only shrunk or were stopped.</summary>
    public IEnumerable<UnitOutcome.Failed> Failed =>
        Ended(FailureKind.Permanent).Concat(Ended(FailureKind.Transient)).OrderBy(failed => failed.Unit.ToString(), StringComparer.Ordinal);

    /// <summary>Units whose source has fewer rows than before, and that were left alone.</summary>
    public IEnumerable<UnitOutcome.Failed> Shrunk => Ended(FailureKind.Shrunk);

    /// <summary>What the committed units read and decoded.</summary>
    public UnitTally Tally => Committed.Aggregate(default(UnitTally), (sum, unit) => sum + unit.Tally);

    /// <summary>Objects published.</summary>
    public int Objects => Committed.Sum(unit => unit.Objects);

    /// <summary>Their bytes.</summary>
    public long Bytes => Committed.Sum(unit => unit.Bytes);

    /// <summary>Whether everything that was asked for is in the lake, as far as there was time.</summary>
    public bool Succeeded =>
        !Stopped && CatalogFailure is null && Plan.Failed.Count == 0 && !Failed.Any() && !Shrunk.Any() && (Closed || Left == 0);

    public RunSummary With(UnitOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        // That it was not begun again is no answer to why it failed.
        bool stopped = outcome is UnitOutcome.Failed { Failure.Kind: FailureKind.Stopped };
        return stopped && Outcomes.ContainsKey(outcome.Unit) ? this : this with { Outcomes = Outcomes.SetItem(outcome.Unit, outcome) };
    }

    /// <summary>Units that may succeed when they are run again.</summary>
    internal IReadOnlyList<PlannedUnit> Repeatable =>
        [.. Plan.Units.Where(planned => Outcomes.GetValueOrDefault(planned.Unit) is UnitOutcome.Failed { Failure.Kind: FailureKind.Transient })];

    private IEnumerable<UnitOutcome.Failed> Ended(FailureKind kind) =>
        Outcomes.Values.OfType<UnitOutcome.Failed>().Where(failed => failed.Failure.Kind == kind);
}
