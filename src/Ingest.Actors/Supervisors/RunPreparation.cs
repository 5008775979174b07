using Akka.Streams;
using Ingest.Actors.Auditing;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;

namespace Ingest.Actors.Supervisors;

/// <summary>What comes before a run's units: leftovers of dead attempts are swept, the plan is made, and a routine run's plan is
/// joined by the old units that a slice of the rolling audit found to differ.</summary>
internal sealed class RunPreparation
{
    private readonly IngestParts _parts;
    private readonly IMaterializer _materializer;

    public RunPreparation(IngestParts parts, IMaterializer materializer)
    {
        _parts = parts;
        _materializer = materializer;
    }

    public async Task<RunPlan> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        string? swept = await SweepAsync(request, cancellation);
        RunPlan plan = await new UnitPlanner(_parts.Source, _parts.Lake).PlanAsync(request, cancellation);
        if (request.Range is UnitRange.Routine)
        {
            foreach (IGrouping<TableSpec, PlannedUnit> table in plan.Units.GroupBy(unit => unit.Unit.Table).ToList())
            {
                plan = await AuditAsync(plan, [.. table], cancellation);
            }
        }

        return swept is null ? plan : plan with { Warnings = [swept, .. plan.Warnings] };
    }

    /// <summary>Leftovers harm nobody, so that a failure here is only said.</summary>
    private async Task<string?> SweepAsync(RunRequest request, CancellationToken cancellation)
    {
        try
        {
            int swept = await new UploadSweep(_parts.Lake, _parts.Clock).RunAsync(request.Tables, cancellation);
            return swept == 0 ? null : $"{swept} uploads that a process left when it died more than a day ago were removed.";
        }
        catch (IngestException failure)
        {
            return $"Uploads that dead processes left could not be looked for: {failure.Message}";
        }
    }

    /// <summary>What keeps the audit from being done keeps no unit from running.</summary>
    private async Task<RunPlan> AuditAsync(RunPlan plan, IReadOnlyList<PlannedUnit> planned, CancellationToken cancellation)
    {
        TableSpec table = planned[0].Unit.Table;
        try
        {
            var units = new UnitAudit(_parts.Source, _parts.Lake, _parts.Limits, new RunMeter(), _materializer);
            IReadOnlyList<(PlannedUnit Unit, Finding Finding)> found =
                await new RollingAudit(_parts.Lake, units).RunAsync(planned, cancellation);
            return plan with
            {
                Units = [.. plan.Units, .. found.Where(IsMendable).Select(unit => unit.Unit with { Repair = unit.Finding.Repair })],
                Warnings = [.. plan.Warnings, .. found.Where(unit => !IsMendable(unit)).Select(unit => Sentence(unit.Finding, "the lake was left alone")), .. found.Where(IsMendable).Select(unit => Sentence(unit.Finding, "it is made again"))],
            };
        }
        catch (Exception failure) when (IngestFailure.Of(failure) is { Kind: not FailureKind.Stopped } known)
        {
            return plan with { Warnings = [.. plan.Warnings, $"Old units of {table.Name} could not be audited: {known.Reason}"] };
        }
    }

    /// <summary>A purge of old source rows is no reason for a routine run to fail.</summary>
    private static bool IsMendable((PlannedUnit Unit, Finding Finding) found) =>
        found.Finding.Repair is not null && found.Finding.Differences.Any(difference => difference.Kind != DifferenceKind.Shrunk);

    private static string Sentence(Finding finding, string consequence) =>
        $"{finding.Who}: {string.Join("; ", finding.Differences.Select(difference => difference.Sentence))}; {consequence}.";
}
