using System.Globalization;

namespace Ingest.Actors.Decoding;

/// <summary>The rules by which values of the source become others in the lake: the rules of <c>docs/types.md</c>.</summary>
public static class ChangeRule
{
    /// <summary>What happened to values, for a person.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name in the lake.</param>
    /// <param name="type">Its type, as records write it.</param>
    /// <param name="count">Values.</param>
    public static string Sentence(string table, string column, string type, long count) => string.Create(
        CultureInfo.InvariantCulture,
        $"Table {table}: {count:N0} {(count == 1 ? "value" : "values")} of {column} are not what the source holds: {Of(type)} (docs/types.md).");

    private static string Of(string type) => type switch
    {
        "date" or "timestamp(6)" => "zero dates, and dates with a zero month or day, are NULL, and a time that its zone's clock shows twice or never is one instant",
        "text" => "some of their characters have no counterpart of their own in UTF-8",
        "binary" => "WKB does not say the spatial reference system (SRID) that the geometries have",
        _ => "a rule had to change them",
    };
}
