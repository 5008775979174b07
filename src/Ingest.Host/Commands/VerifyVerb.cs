using System.CommandLine;
using Ingest.Actors.Auditing;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Output.Progress;
using Ingest.Host.Running;
using Ingest.Host.Selection;

namespace Ingest.Host.Commands;

/// <summary><c>ingest verify</c>: compares the lake with its records and its source, and mends what differs where that is asked
/// for.</summary>
internal sealed class VerifyVerb : Verb
{
    private static readonly Dictionary<string, AuditLevel> Levels =
        Enum.GetValues<AuditLevel>().ToDictionary(level => level.ToString().ToLowerInvariant());

    private readonly Option<string> _level = new Option<string>("--level")
    {
        Description = "counts: records, sizes and footers of objects, counts and keys of source rows. rows: also every byte of the objects, and a checksum over all source rows. values: also every value, decoded again.",
        HelpName = string.Join('|', Levels.Keys),
        DefaultValueFactory = _ => Levels.Keys.First(),
    }.AcceptOnlyFromAmong([.. Levels.Keys]);

    private readonly Option<bool> _repair = new("--repair") { Description = "Make the units that differ again, and verify them once more." };
    private readonly Option<bool> _acceptShrink = new("--accept-shrink") { Description = "Let a repair follow units whose source has fewer rows than before." };
    private readonly Option<string?> _table = SharedOptions.Table("Only this table.");
    private readonly UnitRangeOptions _range = new("the lake's first", "the last that the source has");
    private readonly Option<string> _config = SharedOptions.Config();
    private readonly Option<bool> _json = SharedOptions.Json();

    public VerifyVerb(CommandContext context)
        : base("verify", "Compare the lake with its records and with the source, unit by unit. Exit code 3 when they differ.", context)
    {
        Add(_level);
        Add(_repair);
        Add(_acceptShrink);
        Add(_table);
        _range.AddTo(this);
        Add(_config);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(_acceptShrink) && !arguments.GetValue(_repair))
        {
            throw new UsageException("--accept-shrink is for a repair; add --repair");
        }

        using IngestConfiguration configuration = Context.Configuration(arguments.GetValue(_config)!);
        UnitRange range = _range.Of(arguments) ?? new UnitRange.Routine();
        TableSet set = _range.Tables(
            await SourceTables.ReadAsync(configuration, Context.Clock, cancellation), arguments.GetValue(_table), arguments);
        set.Sentences.ToList().ForEach(Context.Terminal.Say);
        IReadOnlyList<TableSpec> tables = set.Tables;
        AuditLevel level = Levels[arguments.GetValue(_level)!];
        long begun = Context.Clock.GetTimestamp();
        var meter = new RunMeter();
        VerifyReport report;
        await using (var display = RunProgressDisplay.Start(Context.Terminal, meter, Context.Clock))
        {
            await using IngestEngine engine = await IngestEngine.StartAsync(
                configuration, Context.Clock, meter, display.Progress, cancellation);
            LakeAudit audit = engine.Audit();
            AuditPlan plan = await audit.PlanAsync(tables, range, cancellation);
            plan = plan with { Failed = [.. set.Refused, .. plan.Failed] };
            IReadOnlyList<Finding> found = await LookAsync(audit, plan, level, display.Progress, cancellation);
            report = new VerifyReport(plan, found) { Interrupted = IsCutShort(plan, found) };
            if (arguments.GetValue(_repair) && !cancellation.IsCancellationRequested && report.IsRepairable)
            {
                report = await RepairAsync(engine, tables, report, arguments.GetValue(_acceptShrink), cancellation);
                report = await AgainAsync(audit, report, level, display.Progress, cancellation);
            }
        }

        report.Write(Context.Terminal, Context.Clock.GetElapsedTime(begun), arguments.GetValue(_json));
        return report.ExitCode;
    }

    /// <summary>Makes units again, and tells the catalog of what it did not know.</summary>
    private static async Task<VerifyReport> RepairAsync(
        IngestEngine engine, IReadOnlyList<TableSpec> tables, VerifyReport report, bool acceptShrink, CancellationToken cancellation)
    {
        if (report.Repairs.Count > 0)
        {
            var request = new RunRequest { Tables = tables, Range = new UnitRange.Repairs(report.Repairs), AcceptShrink = acceptShrink };
            report = report with { Repair = await engine.RunAsync(request, cancellation) };
        }

        if (report.Uncataloged.Count == 0 || cancellation.IsCancellationRequested)
        {
            return report;
        }

        try
        {
            return report with { CatalogNotices = await engine.Catalog.UpdateAsync(report.Uncataloged, anew: true, cancellation) };
        }
        catch (IngestException failure)
        {
            return report with { CatalogNotices = [failure.Message] };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return report;
        }
    }

    /// <summary>Verifies the units that were made again once more, and asks the catalog again; what was found of the others stands.</summary>
    private static async Task<VerifyReport> AgainAsync(
        LakeAudit audit, VerifyReport report, AuditLevel level, IRunProgress progress, CancellationToken cancellation)
    {
        AuditPlan again = report.Plan with
        {
            Units = [.. report.Plan.Units.Where(unit => report.Repairs.ContainsKey(unit.Planned.Unit))],
            Strays = [],
            Partitions = report.Plan.Partitions.Where(table => report.Uncataloged.Contains(table.Key)).ToDictionary(),
        };
        IReadOnlyList<Finding> found = await LookAsync(audit, again, level, progress, cancellation);
        return IsCutShort(again, found)
            ? report with { Left = [.. report.Unmended], Interrupted = true }
            : report with { Left = [.. report.Beyond, .. found] };
    }

    private static bool IsCutShort(AuditPlan plan, IReadOnlyList<Finding> found) =>
        found.Count(finding => finding.Interval is not null) < plan.Units.Count;

    /// <summary>What was found until it was interrupted, at the latest.</summary>
    private static async Task<IReadOnlyList<Finding>> LookAsync(
        LakeAudit audit, AuditPlan plan, AuditLevel level, IRunProgress progress, CancellationToken cancellation)
    {
        progress.Planned(plan.Units.Count);
        List<Finding> findings = [];
        try
        {
            await foreach (Finding finding in audit.RunAsync(plan, level, cancellation))
            {
                findings.Add(finding);
                if (finding.Interval is { } interval)
                {
                    progress.Ended(new UnitOutcome.Unchanged(new Unit(finding.Table, interval)));
                }
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return findings;
        }

        return findings;
    }
}
