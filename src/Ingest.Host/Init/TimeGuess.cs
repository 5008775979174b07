using Ingest.Actors.Paging;
using Ingest.Host.Configuration.Keys;

namespace Ingest.Host.Init;

/// <summary>The column whose day decides which unit a row belongs to.</summary>
/// <param name="Column">Its name.</param>
/// <param name="As">How it tells the time, as <c>Time.As</c> has it.</param>
/// <param name="Why">A sentence.</param>
internal sealed record TimeGuess(string Column, string As, string Why)
{
    private const int ScoreLeast = 0;

    private static readonly string[] Arrival = ["received", "created", "inserted", "arrived", "recorded", "stored", "ingested", "logged"];
    private static readonly string[] Times = ["time", "timestamp", "ts", "at", "datetime", "date", "epoch", "when", "measured", "sampled", "observed"];
    private static readonly string[] Others =
        ["updated", "update", "modified", "changed", "deleted", "expires", "expired", "until", "end", "ended", "birth", "birthday", "valid", "due", "closed", "returned"];

    /// <param name="look">The table.</param>
    /// <param name="textHoldsTimes">Whether the database keeps times as text.</param>
    /// <returns>Null when no column is likely to be it.</returns>
    public static TimeGuess? Of(TableLook look, bool textHoldsTimes)
    {
        HashSet<string> indexed = [.. look.Schema.Indexes.Where(index => index.Name is not null).Select(index => index.Columns[0])];
        var best = look.Columns
            .Select(column => (Column: column, As: Encoding(column, textHoldsTimes), Score: Score(column, indexed.Contains(column.Name))))
            .Where(candidate => candidate.As is not null && candidate.Score > ScoreLeast)
            .OrderByDescending(candidate => candidate.Score)
            .FirstOrDefault();
        return best.As is null
            ? null
            : new TimeGuess(best.Column.Name, best.As, Sentence(best.Column, best.As, indexed.Contains(best.Column.Name), look.Rows));
    }

    private static string? Encoding(LookedColumn column, bool textHoldsTimes)
    {
        switch (column.Role)
        {
            case TypeRole.Time:
            case TypeRole.Text when textHoldsTimes && column.AreDates():
                return TimeNames.Datetime;
            case TypeRole.Integer when Words.HasAny(column.Name, [.. Arrival, .. Times]) && column.Integers() is { Count: > 0 } values:
                return Epoch.Unit(values.Min(), values.Max()) switch
                {
                    "s" => TimeNames.EpochS,
                    "ms" => TimeNames.EpochMs,
                    "us" => TimeNames.EpochUs,
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>A day of arrival never changes; a day that an update moves would put one row into two units.</summary>
    private static int Score(LookedColumn column, bool isIndexed) =>
        10
        + (isIndexed ? 40 : 0)
        + (Words.HasAny(column.Name, Arrival) ? 20 : 0)
        + (Words.HasAny(column.Name, Times) ? 10 : 0)
        + (column.Role == TypeRole.Integer ? -5 : 0)
        + (column.Schema.SqlType.Equals("date", StringComparison.OrdinalIgnoreCase) ? -5 : 0)
        + (column.AlwaysThere() ? 0 : -100)
        + (column.Schema.IsRaised ? -100 : 0)
        + (Words.HasAny(column.Name, Others) ? -60 : 0);

    private static string Sentence(LookedColumn column, string encoding, bool isIndexed, int rows)
    {
        string[] reasons = [.. new[]
        {
            isIndexed ? "an index begins with it" : null,
            Words.HasAny(column.Name, Arrival) ? "its name tells when rows arrive" : Words.HasAny(column.Name, Times) ? "its name tells a time" : null,
            rows == 0 ? "the schema lets it never be NULL" : $"it is never NULL in {LookedValues.Those(rows, "row")}",
            encoding == TimeNames.Datetime ? null : $"its numbers are times of our days as {encoding}",
        }.OfType<string>()];
        string before = string.Join(", ", reasons[..^1]);
        string index = isIndexed ? "" : " No index begins with it, so every unit reads the whole table until one does.";
        return $"Time: {column.Name}, since {before}{(before.Length == 0 ? "" : " and ")}{reasons[^1]}. It has to be UTC.{index}";
    }
}
