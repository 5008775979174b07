using System.Globalization;

namespace Ingest.Actors.Records;

/// <summary>A column of the lake as records describe it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as in <c>decimal(9,2)</c>.</param>
public sealed record RecordedColumn(string Name, string Type)
{
    private const string DecimalStart = "decimal(";

    /// <summary>Reads a description: <c>sensor_id int32</c>.</summary>
    public static RecordedColumn Parse(string described)
    {
        ArgumentNullException.ThrowIfNull(described);
        string[] parts = described.Split(' ', 2);
        return new RecordedColumn(parts[0], parts[^1]);
    }

    /// <summary>Whether every value of the other column is a value of this one, and query engines read its files as this one's:
    /// the same type, or a wider one of integers, of floating point, or of decimals of the same scale.</summary>
    public bool Holds(RecordedColumn other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (other.Type, Type) switch
        {
            ("int32", "int64") or ("float", "double") => true,
            var (narrow, wide) when narrow == wide => true,
            var (narrow, wide) => Digits(narrow) is var (least, scale) && Digits(wide) is var (most, same) && scale == same && least <= most,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";

    /// <summary>A decimal's precision and scale; null for any other type.</summary>
    private static (int Precision, int Scale)? Digits(string type)
    {
        if (!type.StartsWith(DecimalStart, StringComparison.Ordinal))
        {
            return null;
        }

        string[] digits = type[DecimalStart.Length..^1].Split(',');
        return (int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture));
    }
}
