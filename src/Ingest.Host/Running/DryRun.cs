using System.Globalization;
using System.Text.Json;
using Ingest.Actors;
using Ingest.Actors.Committing;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Planning;
using Ingest.Actors.Records;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Commands;
using Ingest.Host.Configuration;
using Ingest.Host.Output;
using Ingest.Host.Secrets;

namespace Ingest.Host.Running;

/// <summary>Says what a run would do and why, and writes nothing.</summary>
internal static class DryRun
{
    private static readonly IReadOnlyList<ResultColumn> Columns =
        [new("table", false), new("unit", false), new("reason", false), new("rows", true)];

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        CommandContext context, IngestConfiguration configuration, RunRequest request, bool json, CancellationToken cancellation)
    {
        await using ISourceDatabase source = await SourceAccess.OpenAsync(configuration, context.Clock, cancellation);
        ILake lake = LakeStore.Open(configuration.Lake, configuration.Aws, context.Clock);
        RunPlan plan = await new UnitPlanner(source, lake).PlanAsync(request with { PlanOnly = true }, cancellation);
        List<IReadOnlyList<object?>> rows = [];
        var looked = new RunSummary { Plan = plan };
        foreach (PlannedUnit planned in plan.Units)
        {
            try
            {
                await using OpenUnit open = await OpenUnit.OpenAsync(planned, source, new RecordStore(lake), cancellation);
                if (open.Reason is { } reason)
                {
                    rows.Add([planned.Unit.Table.Name, planned.Unit.Name, Words(reason, open, request.AcceptShrink), open.Source.Rows]);
                }
            }
            catch (IngestException failure)
            {
                looked = looked.With(new UnitOutcome.Failed(planned.Unit, IngestFailure.Of(failure)));
            }
        }

        Write(context.Terminal, looked, new ResultTable(Columns, rows), rows, json);
        return (plan.Units.Count, FailureSentences.Each(looked).Count) switch
        {
            (_, 0) => ExitCodes.Done,
            (0, _) => ExitCodes.NotStarted,
            _ => ExitCodes.Failed,
        };
    }

    private static void Write(
        Terminal terminal, RunSummary looked, ResultTable table, List<IReadOnlyList<object?>> rows, bool json)
    {
        RunPlan plan = looked.Plan;
        foreach (string sentence in plan.Warnings.Distinct().Concat(FailureSentences.Of(looked)))
        {
            terminal.Say(sentence);
        }

        if (json)
        {
            JsonResult.Write(terminal.Out, (Utf8JsonWriter members) =>
            {
                members.WriteStartArray("units");
                foreach (IReadOnlyList<object?> row in rows)
                {
                    members.WriteStartObject();
                    members.WriteString("table", (string)row[0]!);
                    members.WriteString("unit", (string)row[1]!);
                    members.WriteString("reason", (string)row[2]!);
                    members.WriteNumber("rows", (long)row[3]!);
                    members.WriteEndObject();
                }

                members.WriteEndArray();
                members.WriteNumber("unchanged", plan.Units.Count - rows.Count - looked.Outcomes.Count);
                members.WriteNumber("outside_lookback", plan.OutsideLookback);
            });
            return;
        }

        if (rows.Count > 0)
        {
            AlignedTable.Write(table, terminal.Out);
        }

        if (plan.Units.Count > 0 || plan.Failed.Count == 0)
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Count:N0} of {plan.Units.Count:N0} units would run, {rows.Sum(row => (long)row[3]!):N0} rows; nothing was written."));
        }
    }

    private static string Words(RunReason reason, OpenUnit open, bool acceptShrink) =>
        !acceptShrink && UnitChecks.IsShrunk(open.Unit, open.Begun.Record, open.Source, open.Closed)
            ? "fewer rows, would be left alone"
            : Words(reason);

    private static string Words(RunReason reason) => reason switch
    {
        RunReason.New => "not in the lake",
        RunReason.Unfinished => "begun and not finished",
        RunReason.SourceChanged => "source changed",
        RunReason.WasOpen => "was still open",
        RunReason.DecoderChanged => "decoder changed",
        RunReason.ColumnsChanged => "columns changed",
        RunReason.UpdatesUnseen => "whole table without UpdateColumn",
        RunReason.Repair => "to be repaired",
        _ => reason.ToString(),
    };
}
