using System.Text.Json;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Reads results of run and backfill.</summary>
internal static class Results
{
    /// <summary>The counts of units, and of what was read.</summary>
    public static (long Planned, long Committed, long Unchanged, long Failed, long Shrunk) Units(this JsonElement result)
    {
        JsonElement units = result.GetProperty("units");
        return (Count(units, "planned"), Count(units, "committed"), Count(units, "unchanged"), Count(units, "failed"), Count(units, "shrunk"));
    }

    public static long Count(this JsonElement result, string name) => result.GetProperty(name).GetInt64();

    public static string[] Reasons(this JsonElement result) =>
        [.. result.GetProperty("failures").EnumerateArray().Select(failure => failure.GetProperty("reason").GetString()!)];
}
