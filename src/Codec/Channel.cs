using Ingest.Codec.Columns;

namespace Ingest.Codec;

/// <summary>One measured quantity of a payload: a decimal of known scale.</summary>
/// <param name="Name">The column's name in the lake.</param>
/// <param name="Scale">Digits after the point: a payload's integer 2150 with scale 2 is 21.50.</param>
/// <param name="Precision">Digits in all, 1 to 18. A value with more is an error.</param>
/// <param name="Unit">The unit of measure (UCUM), for people; null when not said.</param>
public sealed record Channel(string Name, int Scale, int Precision = Channel.PrecisionDefault, string? Unit = null)
{
    /// <summary>As many digits as a 32-bit column holds.</summary>
    public const int PrecisionDefault = 9;

    /// <summary>As many digits as a 64-bit column holds.</summary>
    public const int PrecisionMax = 18;

    /// <summary>DECIMAL(precision, scale), held as int up to 9 digits and as long above.</summary>
    public ColumnType Type => ColumnType.Decimal(Precision, Scale);
}
