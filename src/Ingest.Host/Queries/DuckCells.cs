using System.Collections;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Native;

namespace Ingest.Host.Queries;

/// <summary>DuckDB's values as cells of a result. Nothing is lost: decimals of any width, microseconds, infinities.</summary>
internal static class DuckCells
{
    private const string Positive = "infinity";
    private const string Negative = "-infinity";
    private const string TimeOfDay = "HH:mm:ss.FFFFFFF";

    /// <summary>Whether a type is aligned as numbers are.</summary>
    public static bool IsNumber(string type) => type is
        "TinyInt" or "SmallInt" or "Integer" or "BigInt" or "HugeInt" or "UnsignedTinyInt" or "UnsignedSmallInt" or
        "UnsignedInteger" or "UnsignedBigInt" or "UnsignedHugeInt" or "Float" or "Double" or "Decimal";

    /// <summary>Whether a type is an instant, shown with a Z, and not a time of nobody knows which zone.</summary>
    public static bool IsInstant(string type) => type == "TimestampTz";

    /// <param name="value">As the driver gives it.</param>
    /// <param name="instant">Whether its type is an instant.</param>
    public static object? Of(object? value, bool instant) => value switch
    {
        null or DBNull => null,
        DuckDBDecimal number => Decimal(number.Value.ToBigInteger(), number.Scale),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DuckDBHugeInt whole => whole.ToBigInteger(),
        float real => Real(real),
        DuckDBTimestamp time => Time(time, instant),
        DateTime time => Text(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFF") + (instant ? "Z" : ""),
        DuckDBDateOnly date => date.IsInfinity ? Infinity(date.IsPositiveInfinity) : Of(date.ToDateOnly(), instant),
        DateOnly date => Text(date, "yyyy-MM-dd"),
        DuckDBTimeOnly time => Text((TimeOnly)time, TimeOfDay),
        TimeOnly time => Text(time, TimeOfDay),
        DuckDBInterval interval => Interval(interval),
        Stream bytes => Bytes(bytes),
        Guid id => id.ToString(),
        string or bool or double or BigInteger => value,
        IDictionary fields => Fields(fields, instant),
        IEnumerable list => list.Cast<object?>().Select(element => Of(element, instant)).ToList(),
        _ when value.GetType().IsPrimitive => value,
        _ => value.ToString(),
    };

    /// <summary>The digits of a decimal, all of them: 150 with scale 2 is 1.50.</summary>
    private static string Decimal(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = unscaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>The double that prints like the single.</summary>
    private static double Real(float real) => float.IsFinite(real)
        ? double.Parse(real.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : real;

    private static string Time(DuckDBTimestamp time, bool instant) =>
        time.IsInfinity ? Infinity(time.IsPositiveInfinity) : (string)Of(time.ToDateTime(), instant)!;

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Infinity(bool positive) => positive ? Positive : Negative;

    /// <summary>An ISO 8601 duration: months, days and seconds are three things that do not turn into each other.</summary>
    private static string Interval(DuckDBInterval interval)
    {
        decimal seconds = (long)interval.Micros / 1_000_000m;
        return string.Create(CultureInfo.InvariantCulture, $"P{interval.Months}M{interval.Days}DT{seconds:0.######}S");
    }

    private static byte[] Bytes(Stream bytes)
    {
        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return copy.ToArray();
    }

    private static Dictionary<string, object?> Fields(IDictionary fields, bool instant)
    {
        Dictionary<string, object?> cells = [];
        foreach (DictionaryEntry field in fields)
        {
            cells[Output.TextCells.Of(Of(field.Key, instant))] = Of(field.Value, instant);
        }

        return cells;
    }
}
