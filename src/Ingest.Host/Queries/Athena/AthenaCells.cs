using System.Globalization;
using System.Numerics;
using Ingest.Actors.Aws.Athena;
using Ingest.Host.Output;

namespace Ingest.Host.Queries.Athena;

/// <summary>Athena's values, which all come as text, as cells of a result, like those of DuckDB.</summary>
internal static class AthenaCells
{
    private const string Instant = "timestamp";
    private const string ZonedInstant = "timestamp with time zone";

    public static ResultColumn Column(ColumnInfo column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new ResultColumn(column.Label ?? column.Name ?? "", IsNumber(column.Type));
    }

    /// <param name="type">The column's.</param>
    /// <param name="text">Null for NULL.</param>
    public static object? Of(string? type, string? text) => (type, text) switch
    {
        (_, null) => null,
        ("boolean", _) => bool.TryParse(text, out bool flag) ? flag : text,
        ("tinyint" or "smallint" or "integer" or "bigint", _) =>
            BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole) ? whole : text,
        ("real" or "float" or "double", _) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real : text,
        (Instant or ZonedInstant, _) => Time(text),
        ("varbinary", _) => Bytes(text),
        _ => text,
    };

    private static bool IsNumber(string? type) =>
        type is "tinyint" or "smallint" or "integer" or "bigint" or "real" or "float" or "double" or "decimal";

    /// <summary><c>2021-01-01 00:00:00.120</c> or <c>2021-01-01 00:00:00.120 UTC</c>; the lake's times are all UTC. Those of other zones
    /// stay as they are.</summary>
    private static string Time(string text)
    {
        string zoneless = text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^" UTC".Length] : text;
        return DateTime.TryParseExact(
            zoneless, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "Z"
            : text;
    }

    /// <summary><c>01 ff</c>.</summary>
    private static object Bytes(string text)
    {
        try
        {
            return Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
