using System.Text.Json;
using Ingest.Actors.Supervisors;

namespace Ingest.Host.Running;

/// <summary>What failed in a run and why. For people, what has one reason is said in one sentence.</summary>
internal static class FailureSentences
{
    /// <summary>A failure for each table, unit and the catalog, in that order; the unit is null where there is none.</summary>
    public static IReadOnlyList<(string Table, string? Unit, string Reason)> Each(RunSummary run) =>
    [
        .. run.Plan.Failed.Select(failed => (failed.Table.Name, (string?)null, failed.Failure.Reason)),
        .. run.Failed.Concat(run.Shrunk).Select(failed => (failed.Unit.Table.Name, (string?)failed.Unit.Name, failed.Failure.Reason)),
        .. run.CatalogFailure is { } catalog ? [("catalog", (string?)null, catalog.Reason)] : Array.Empty<(string, string?, string)>(),
    ];

    /// <summary>Writes <c>failures</c>, an array of objects.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<(string Table, string? Unit, string Reason)> failures)
    {
        json.WriteStartArray("failures");
        foreach ((string table, string? unit, string reason) in failures)
        {
            json.WriteStartObject();
            json.WriteString("table", table);
            json.WriteString("unit", unit);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A sentence for each reason.</summary>
    public static IEnumerable<string> Of(RunSummary run) =>
        Each(run)
            .Select(failure => (Who: failure.Unit is null ? failure.Table : $"{failure.Table}/{failure.Unit}", failure.Table, failure.Reason))
            .GroupBy(failure => failure.Reason)
            .Select(same => Sentence([.. same.Select(failure => failure.Who)], same.First().Table, same.Key));

    /// <summary>Many sentences name their table or unit themselves.</summary>
    private static string Sentence(IReadOnlyList<string> who, string table, string reason) => who switch
    {
        [_] when Names(reason, table) => reason,
        [var one] => $"{one}: {reason}",
        [var one, var other] => $"{one} and {other}: {reason}",
        [var first, ..] => $"{first} and {who.Count - 1} others: {reason}",
        [] => reason,
    };

    private static bool Names(string reason, string table) =>
        reason.Split(' ', '/', '\'', ':', ',', '.').Contains(table, StringComparer.Ordinal);
}
