namespace Ingest.Codec.Columns;

/// <summary>What a column's values mean to a reader of the lake.</summary>
public enum ColumnKind
{
    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>IEEE 754 single precision.</summary>
    Float,

    /// <summary>IEEE 754 double precision.</summary>
    Double,

    /// <summary>Exact decimal: an unscaled integer, but <see cref="decimal"/> where it has 19 to 28 digits.</summary>
    Decimal,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    TimestampMillis,

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    TimestampMicros,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,
}

/// <summary>How a column's values are held in memory and, but for wide decimals, in Parquet.</summary>
public enum ColumnStorage
{
    Int32,
    Int64,
    Float,
    Double,
    Decimal,
    Int128,
    Bytes,
}

/// <summary>A column's type in the lake. Every column may hold nulls.</summary>
/// <param name="Kind">The meaning of the values.</param>
/// <param name="Precision">Decimal digits in all; decimals only.</param>
/// <param name="Scale">Decimal digits after the point; decimals only.</param>
public readonly record struct ColumnType(ColumnKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>The most digits that a column of the lake holds: as many as DuckDB, Athena and Glue do.</summary>
    public const int PrecisionMax = 38;

    /// <summary>The most digits a <see cref="decimal"/> holds whatever its value.</summary>
    private const int DecimalDigits = 28;

    public static readonly ColumnType Int32 = new(ColumnKind.Int32);
    public static readonly ColumnType Int64 = new(ColumnKind.Int64);
    public static readonly ColumnType Float = new(ColumnKind.Float);
    public static readonly ColumnType Double = new(ColumnKind.Double);
    public static readonly ColumnType Date = new(ColumnKind.Date);
    public static readonly ColumnType TimestampMillis = new(ColumnKind.TimestampMillis);
    public static readonly ColumnType TimestampMicros = new(ColumnKind.TimestampMicros);
    public static readonly ColumnType Text = new(ColumnKind.Text);
    public static readonly ColumnType Binary = new(ColumnKind.Binary);

    /// <summary>DECIMAL(precision, scale).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The precision is not 1 to 38, or the scale not 0 to the precision.</exception>
    public static ColumnType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, PrecisionMax);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new ColumnType(ColumnKind.Decimal, precision, scale);
    }

    /// <summary>How the values are held: decimals of up to 9 digits as int, of up to 18 as long, of more than 28 as
    /// <see cref="System.Int128"/>, unscaled all of them; those between as <see cref="decimal"/>.</summary>
    public ColumnStorage Storage => Kind switch
    {
        ColumnKind.Int32 or ColumnKind.Date => ColumnStorage.Int32,
        ColumnKind.Int64 or ColumnKind.TimestampMillis or ColumnKind.TimestampMicros => ColumnStorage.Int64,
        ColumnKind.Float => ColumnStorage.Float,
        ColumnKind.Double => ColumnStorage.Double,
        ColumnKind.Decimal => Precision switch
        {
            <= 9 => ColumnStorage.Int32,
            <= 18 => ColumnStorage.Int64,
            <= DecimalDigits => ColumnStorage.Decimal,
            _ => ColumnStorage.Int128,
        },
        _ => ColumnStorage.Bytes,
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ColumnKind.Decimal => $"decimal({Precision},{Scale})",
        ColumnKind.TimestampMillis => "timestamp(3)",
        ColumnKind.TimestampMicros => "timestamp(6)",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>A named column of the lake.</summary>
/// <param name="Name">Lower-case letters, digits and underscores.</param>
/// <param name="Type">Its type.</param>
public sealed record Column(string Name, ColumnType Type);
