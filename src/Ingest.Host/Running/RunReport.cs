using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Commands;
using Ingest.Host.Output;

namespace Ingest.Host.Running;

/// <summary>Says how a run ended: failures on standard error, the result on standard output.</summary>
internal static class RunReport
{
    public static void Write(Terminal terminal, RunSummary run, TimeSpan took, bool json)
    {
        foreach (string sentence in run.Plan.Warnings.Distinct().Concat(Changes(run)).Concat(FailureSentences.Of(run)).Concat(run.CatalogNotices))
        {
            terminal.Say(sentence);
        }

        if (run.Plan.OutsideLookback > 0)
        {
            string unit = run.Plan.Units.Any(planned => planned.Unit.Interval is UnitInterval.Block) ? "unit" : "day";
            string units = run.Plan.OutsideLookback == 1 ? $"{unit} of the source is" : $"{unit}s of the source are";
            terminal.Say(Text($"{run.Plan.OutsideLookback:N0} older {units} not in the lake; `ingest backfill` brings them."));
        }

        if (run.Stopped)
        {
            terminal.Say("interrupted; the next run goes on from here");
        }

        if (json)
        {
            JsonResult.Write(terminal.Out, members => WriteJson(members, run, took));
        }
        else if (run.Plan.Units.Count > 0 || run.Plan.Failed.Count == 0)
        {
            Write(terminal.Out, run, took);
        }
    }

    public static int ExitCode(RunSummary run) => run switch
    {
        { Stopped: true } => ExitCodes.Interrupted,
        { Succeeded: true } => ExitCodes.Done,
        { Plan.Units.Count: 0, CatalogFailure: null } => ExitCodes.NotStarted,
        _ => ExitCodes.Failed,
    };

    /// <summary>One line on the units and one on what they brought, which fits a terminal of 80 columns.</summary>
    private static void Write(TextWriter output, RunSummary run, TimeSpan took)
    {
        int failed = run.Failed.Count();
        int shrunk = run.Shrunk.Count();
        string others = string.Concat(
            run.Unchanged == 0 ? "" : Text($", {run.Unchanged:N0} unchanged"),
            failed == 0 ? "" : Text($", {failed:N0} failed"),
            shrunk == 0 ? "" : Text($", {shrunk:N0} shrunk and left alone"),
            run.Stopped ? ", stopped" : run.Left == 0 ? "" : Text($", {run.Left:N0} left"));
        output.WriteLine(Text(
            $"{run.Committed.Count():N0} of {run.Plan.Units.Count:N0} units committed{others}; {took.TotalSeconds:0.0} s"));
        if (run.Tally.Rows > 0 || run.Objects > 0)
        {
            string rejected = run.Tally.Rejected == 0 ? "" : Text($" ({run.Tally.Rejected:N0} rejected)");
            output.WriteLine(Text(
                $"{run.Tally.Rows:N0} rows{rejected}, {run.Tally.Samples:N0} samples, {run.Tally.Points:N0} points; {run.Objects:N0} {(run.Objects == 1 ? "object" : "objects")}, {ByteText.Of(run.Bytes)}"));
        }
    }

    private static IEnumerable<string> Changes(RunSummary run) => run.Committed
        .GroupBy(unit => unit.Unit.Table.Name)
        .OrderBy(table => table.Key, StringComparer.Ordinal)
        .SelectMany(table => table.Aggregate(default(ChangedValues), (sum, unit) => sum + unit.Tally.Changed).Columns
            .Select(changed => ChangeRule.Sentence(table.Key, changed.Column.Name, changed.Column.Type.ToString(), changed.Count)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(Utf8JsonWriter json, RunSummary run, TimeSpan took)
    {
        json.WriteStartObject("units");
        json.WriteNumber("planned", run.Plan.Units.Count);
        json.WriteNumber("committed", run.Committed.Count());
        json.WriteNumber("unchanged", run.Unchanged);
        json.WriteNumber("failed", run.Failed.Count());
        json.WriteNumber("shrunk", run.Shrunk.Count());
        json.WriteNumber("left", run.Left);
        json.WriteNumber("outside_lookback", run.Plan.OutsideLookback);
        json.WriteEndObject();
        FailureSentences.Write(json, FailureSentences.Each(run));
        WriteTotals(json, [.. run.Committed]);
        json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 3));
        json.WriteStartObject("tables");
        foreach (IGrouping<string, PlannedUnit> table in run.Plan.Units.GroupBy(planned => planned.Unit.Table.Name))
        {
            json.WriteStartObject(table.Key);
            json.WriteNumber("planned", table.Count());
            WriteTotals(json, [.. run.Committed.Where(unit => unit.Unit.Table.Name == table.Key)]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, IReadOnlyList<UnitOutcome.Committed> units)
    {
        json.WriteNumber("rows", units.Sum(unit => unit.Tally.Rows));
        json.WriteNumber("samples", units.Sum(unit => unit.Tally.Samples));
        json.WriteNumber("points", units.Sum(unit => unit.Tally.Points));
        json.WriteNumber("rejected", units.Sum(unit => unit.Tally.Rejected));
        json.WriteNumber("changed", units.Sum(unit => unit.Tally.Changed.Total));
        json.WriteNumber("objects", units.Sum(unit => unit.Objects));
        json.WriteNumber("bytes", units.Sum(unit => unit.Bytes));
    }
}
