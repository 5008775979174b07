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

    /// <param name="request">What was asked for.</param>
    /// <param name="closed">Ends the audit, and nothing else.</param>
    /// <param name="cancellation">Ends everything.</param>
    public async Task<RunPlan> RunAsync(RunRequest request, CancellationToken closed, CancellationToken cancellation)
    {
        string? swept = await SweepAsync(request, cancellation);
        RunPlan plan = await new UnitPlanner(_parts.Source, _parts.Lake).PlanAsync(request, cancellation);
        if (request.Range is UnitRange.Routine)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closed, cancellation);
            foreach (IGrouping<TableSpec, PlannedUnit> table in plan.Units.GroupBy(unit => unit.Unit.Table).ToList())
            {
                plan = await AuditAsync(plan, [.. table], either.Token);
                cancellation.ThrowIfCancellationRequested();
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
            return swept == 0 ? null : $"{swept} {(swept == 1 ? "upload that a process left when it died more than a day ago was" : "uploads that processes left when they died more than a day ago were")} removed.";
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
                // First of all: what a run that is stopped leaves out is not found again so soon.
                Units = [.. found.Where(old => old.Finding.IsMendable).Select(old => old.Unit with { Repair = old.Finding.Repair }), .. plan.Units],
                Warnings = [.. plan.Warnings, .. found.Select(old => Sentence(old.Finding))],
            };
        }
        catch (Exception failure)
        {
            var known = IngestFailure.Of(failure);
            string sentence = $"Old units of {table.Name} could not be audited: {known.Reason}";
            return known.Kind == FailureKind.Stopped ? plan : plan with { Warnings = [.. plan.Warnings, sentence] };
        }
    }

    /// <summary>What is not mended is only said: a purge of old source rows is no reason for a routine run to fail.</summary>
    private static string Sentence(Finding finding)
    {
        if (finding.Failure is { } failure)
        {
            return $"{finding.Who} could not be audited: {failure.Reason}";
        }

        string what = string.Join("; ", finding.Differences.Select(difference => difference.Sentence));
        return $"{finding.Who}: {what}; {(finding.IsMendable ? "it is made again" : "the lake was left alone")}.";
    }
}
