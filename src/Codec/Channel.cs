using Ingest.Codec.Columns;

namespace Ingest.Codec;

/// <summary>One measured quantity of a payload, which becomes a column of the lake.</summary>
/// <param name="Name">The column's name in the lake.</param>
/// <param name="Type">The column's type; decimals have at most <see cref="PrecisionMax"/> digits.</param>
/// <param name="Unit">The unit of measure (UCUM), for people; null when not said.</param>
public sealed record Channel(string Name, ColumnType Type, string? Unit = null)
{
    /// <summary>As many digits as a 32-bit column holds.</summary>
    public const int PrecisionDefault = 9;

    /// <summary>As many digits as a 64-bit column holds.</summary>
    public const int PrecisionMax = 18;

    /// <summary>A decimal, held as int up to 9 digits and as long above.</summary>
    /// <param name="name">The column's name in the lake.</param>
    /// <param name="scale">Digits after the point: a payload's integer 2150 with scale 2 is 21.50.</param>
    /// <param name="precision">Digits in all, 1 to 18. A value with more is an error.</param>
    /// <param name="unit">The unit of measure (UCUM), for people; null when not said.</param>
    public Channel(string name, int scale, int precision = PrecisionDefault, string? unit = null)
        : this(name, ColumnType.Decimal(precision, scale), unit)
    {
    }

    /// <summary>Decimals only: digits after the point.</summary>
    public int Scale => Type.Scale;

    /// <summary>Decimals only: digits in all.</summary>
    public int Precision => Type.Precision;

    /// <summary>Where a value has more decimals than <see cref="Scale"/>: whether it is rounded, a half away from zero, or
    /// rejects its payload.</summary>
    public bool Round { get; init; }
}
