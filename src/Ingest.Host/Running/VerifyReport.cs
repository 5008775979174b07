using System.Globalization;
using System.Text.Json;
using Ingest.Actors.Auditing;
using Ingest.Actors.Planning;
using Ingest.Actors.Supervisors;
using Ingest.Actors.Units;
using Ingest.Host.Commands;
using Ingest.Host.Output;

namespace Ingest.Host.Running;

/// <summary>What a verification found, what a repair mended, and what is left.</summary>
/// <param name="Plan">What was looked at.</param>
/// <param name="Found">What was found.</param>
internal sealed record VerifyReport(AuditPlan Plan, IReadOnlyList<Finding> Found)
{
    /// <summary>The repair; null when there was none.</summary>
    public RunSummary? Repair { get; init; }

    /// <summary>What came of telling the catalog, a sentence each.</summary>
    public IReadOnlyList<string> CatalogNotices { get; init; } = [];

    /// <summary>Whether it was interrupted before it had looked at everything.</summary>
    public bool Interrupted { get; init; }

    /// <summary>What differs in the end.</summary>
    public IReadOnlyList<Finding> Left { get; init; } = Found;

    /// <summary>Units that a repair would make again.</summary>
    public IReadOnlyDictionary<Unit, Repair> Repairs { get; } = Found
        .Where(finding => finding.Repair is not null)
        .ToDictionary(finding => new Unit(finding.Table, finding.Interval!), finding => finding.Repair!);

    /// <summary>Tables with partitions that the catalog does not know.</summary>
    public IReadOnlyList<TableSpec> Uncataloged { get; } = [.. Found.Where(IsOfCatalog).Select(finding => finding.Table)];

    /// <summary>Whether a repair has anything to do.</summary>
    public bool IsRepairable => Repairs.Count + Uncataloged.Count > 0;

    /// <summary>What no repair mends.</summary>
    public IEnumerable<Finding> Beyond =>
        Found.Where(finding => finding.Repair is null && !IsAbsenceMended(finding) && !IsOfCatalog(finding));

    /// <summary>What differs, as far as is known, after a repair whose units were not verified again.</summary>
    public IEnumerable<Finding> Unmended
    {
        get
        {
            HashSet<Unit> mended = [.. Repair?.Committed.Select(unit => unit.Unit) ?? []];
            return Found.Where(finding => finding.Interval is null || !mended.Contains(new Unit(finding.Table, finding.Interval)));
        }
    }

    public int ExitCode => this switch
    {
        { Interrupted: true } => ExitCodes.Interrupted,
        _ when Differences(Left) > 0 => ExitCodes.Differences,
        { Plan: { Units.Count: 0, Failed.Count: > 0 } } => ExitCodes.NotStarted,
        _ when Failures > 0 => ExitCodes.Failed,
        _ => ExitCodes.Done,
    };

    /// <summary>A line a difference, or one object.</summary>
    public void Write(Terminal terminal, TimeSpan took, bool json)
    {
        foreach (string sentence in Sentences())
        {
            terminal.Say(sentence);
        }

        if (json)
        {
            JsonResult.Write(terminal.Out, members => WriteJson(members, took));
            return;
        }

        foreach (Finding finding in Left)
        {
            foreach (Difference difference in finding.Differences)
            {
                terminal.Out.WriteLine($"{finding.Who}: {difference.Sentence}");
            }
        }

        int left = Differences(Left);
        bool repaired = Repair is not null || !ReferenceEquals(Left, Found);
        string differences = (left, Failures) switch
        {
            ( > 0, _) => Count(left, "difference") + (repaired ? " left" : ""),
            (_, > 0) => "the others could not be looked at",
            _ => "no differences",
        };
        string mended = !repaired ? "" : Text($", {Count(Math.Max(0, Differences(Found) - left), "difference")} mended");
        terminal.Out.WriteLine(Text(
            $"{Count(Verified, "unit")} verified, {differences}{mended}; {took.TotalSeconds:0.0} s"));
    }

    /// <summary>A table of which the lake had no record has some once a unit of it was made.</summary>
    private bool IsAbsenceMended(Finding finding) =>
        finding is { Interval: null, Differences: [{ Kind: DifferenceKind.Missing }] }
        && Repair?.Committed.Any(unit => unit.Unit.Table == finding.Table) == true;

    private static bool IsOfCatalog(Finding finding) => finding.Differences.Any(found => found.Kind == DifferenceKind.Catalog);

    private int Failures => Plan.Failed.Count + Left.Count(finding => finding.Failure is not null);

    private int Verified => Found.Count(finding => finding is { Interval: not null, Failure: null });

    private IEnumerable<string> Sentences()
    {
        if (Interrupted)
        {
            yield return Text($"interrupted when {Verified:N0} of {Count(Plan.Units.Count, "unit")} had been looked at");
        }

        foreach (string warning in Plan.Warnings.Distinct())
        {
            yield return warning;
        }

        foreach (FailedTable failed in Plan.Failed)
        {
            yield return failed.Failure.Reason;
        }

        foreach (Finding finding in Left.Where(finding => finding.Failure is not null))
        {
            yield return $"{finding.Who}: {finding.Failure!.Reason}";
        }

        foreach (string failure in Repair is null ? [] : FailureSentences.Of(Repair))
        {
            yield return failure;
        }

        foreach (string notice in CatalogNotices)
        {
            yield return notice;
        }

        if (Left.Count(finding => finding.Behind) is > 0 and var behind)
        {
            yield return Text($"{Count(behind, "unit")} may still get rows, or {(behind == 1 ? "is" : "are")} being committed, and {(behind == 1 ? "is" : "are")} behind the source; the next run brings what is missing.");
        }

        if (Left.Count(finding => finding.HasOtherColumns) is > 0 and var others)
        {
            yield return Text($"{Count(others, "unit")} {(others == 1 ? "was" : "were")} made of other columns than the source has now: of {(others == 1 ? "it" : "them")} the counts and the objects were compared, the rows were not.");
        }

        if (Plan.BeforeFirst > 0)
        {
            yield return Text($"{Count(Plan.BeforeFirst, "unit")} before the lake's first {(Plan.BeforeFirst == 1 ? "was" : "were")} not looked at; `ingest backfill` brings them.");
        }
    }

    private void WriteJson(Utf8JsonWriter json, TimeSpan took)
    {
        json.WriteStartObject("units");
        json.WriteNumber("verified", Verified);
        json.WriteNumber("behind", Left.Count(finding => finding.Behind));
        json.WriteNumber("before_first", Plan.BeforeFirst);
        json.WriteNumber("repaired", Repair?.Committed.Count() ?? 0);
        json.WriteEndObject();
        json.WriteNumber("found", Differences(Found));
        json.WriteStartArray("differences");
        foreach (Finding finding in Left)
        {
            foreach (Difference difference in finding.Differences)
            {
                json.WriteStartObject();
                json.WriteString("table", finding.Table.Name);
                json.WriteString("unit", finding.Interval?.Name);
                json.WriteString("kind", difference.Kind.ToString().ToLowerInvariant());
                json.WriteString("key", difference.Key);
                json.WriteString("reason", difference.Sentence);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        FailureSentences.Write(json, Reasons());
        json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 3));
    }

    private IEnumerable<(string Table, string? Unit, string Reason)> Reasons() =>
        Plan.Failed.Select(failed => (failed.Table.Name, (string?)null, failed.Failure.Reason))
            .Concat(Left.Where(finding => finding.Failure is not null)
                .Select(finding => (finding.Table.Name, finding.Interval?.Name, finding.Failure!.Reason)))
            .Concat(Repair is null ? [] : FailureSentences.Each(Repair));

    private static int Differences(IEnumerable<Finding> findings) => findings.Sum(finding => finding.Differences.Count);

    private static string Count(int count, string what) => Text($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
