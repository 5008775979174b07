using System.Text.Json.Serialization;

namespace Ingest.Actors.Records;

/// <summary>
/// What an index-only query says of a unit's source rows: enough to see that they changed, cheap enough to ask always.
/// </summary>
/// <param name="Rows">Row count.</param>
/// <param name="LowestKey">The lowest key as text, parts joined by a comma; null without rows.</param>
/// <param name="HighestKey">The highest key, likewise.</param>
/// <param name="KeySum">An order-free sum of keys, or of hashes of keys, modulo 2^64, as decimal text.</param>
/// <param name="HighestUpdate">The highest value of the update column as text; null without such a column.</param>
/// <param name="UpdateSum">The sum over the update column (microseconds or its integer), modulo 2^64, as decimal text.</param>
public sealed record Fingerprint(
    long Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LowestKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? HighestKey,
    string KeySum,
    string? HighestUpdate = null,
    string? UpdateSum = null)
{
    public static Fingerprint Empty { get; } = new(0, null, null, "0");
}
