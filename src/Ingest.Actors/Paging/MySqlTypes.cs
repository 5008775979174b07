using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>MySQL's and MariaDB's types in the lake: the table of <c>docs/types.md</c>.</summary>
internal static class MySqlTypes
{
    private static readonly Func<string, string> Unsigned = column => $"CAST({column} AS UNSIGNED)";

    private static readonly SourceType Int32 = new(ColumnType.Int32, MySqlReaders.Int32, TypeRole.Integer);
    private static readonly SourceType Int64 = new(ColumnType.Int64, MySqlReaders.Int64, TypeRole.Integer);
    private static readonly SourceType UInt64 = new(ColumnType.Decimal(20, 0), MySqlReaders.UInt64, TypeRole.Integer);
    private static readonly SourceType Geometry = new(ColumnType.Binary, MySqlReaders.Geometry);
    private static readonly SourceType Bytes = new(ColumnType.Binary, MySqlReaders.Bytes, TypeRole.Bytes);
    private static readonly SourceType Date = new(ColumnType.Date, MySqlReaders.Date, TypeRole.Time);
    private static readonly SourceType Timestamp = new(ColumnType.TimestampMicros, MySqlReaders.Micros, TypeRole.Time);
    private static readonly SourceType TimeOfDay = new(
        ColumnType.Int64,
        MySqlReaders.Int64,
        Select: column => MySqlDialect.Micros($"ADDTIME('1970-01-01 00:00:00', {column})"));

    public static SourceType? Of(string sqlType, out string? refusal)
    {
        var type = SqlTypeName.Parse(sqlType);
        refusal = null;
        switch (type.Name)
        {
            case "tinyint" or "smallint" or "mediumint" or "year":
                return Int32;
            case "int" or "integer":
                return type.Unsigned ? Int64 : Int32;
            case "bigint":
                return type.Unsigned ? UInt64 : Int64;
            case "bit":
                return (type.First ?? 1) == 64
                    ? UInt64 with { Role = TypeRole.Value, Select = Unsigned }
                    : Int64 with { Role = TypeRole.Value, Select = Unsigned };
            case "float":
                return new SourceType(ColumnType.Float, MySqlReaders.Float);
            case "double" or "real":
                return new SourceType(ColumnType.Double, MySqlReaders.Double);
            case "decimal" or "numeric":
                return Decimal(type.First ?? 10, type.Second ?? 0);
            case "date":
                return Date;
            case "datetime" or "timestamp":
                return Timestamp;
            case "time":
                return TimeOfDay;
            case "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext":
                return MySqlText.Of(type.Charset);
            case "enum" or "set" or "json" or "uuid" or "inet4" or "inet6":
                return MySqlText.Of(type.Charset) with { Role = TypeRole.Value };
            case "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob":
                return Bytes;
            case "geometry" or "point" or "linestring" or "polygon" or "multipoint" or "multilinestring" or "multipolygon"
                or "geometrycollection" or "geomcollection":
                return Geometry;
            case "vector":
                return Bytes with { Role = TypeRole.Value, Select = MySqlText.Binary };
            default:
                refusal = "which has no place in the lake: leave the column out of Columns, or read a table that has it converted";
                return null;
        }
    }

    /// <summary>The lowest and the highest value that an integer type can hold.</summary>
    public static (Int128 Lowest, Int128 Highest) IntegerLimits(string sqlType)
    {
        var type = SqlTypeName.Parse(sqlType);
        int bits = type.Name switch
        {
            "tinyint" => 8,
            "smallint" => 16,
            "mediumint" => 24,
            "int" or "integer" => 32,
            "bigint" => 64,
            "year" => 0,
            _ => throw new ArgumentException($"{sqlType} is no integer.", nameof(sqlType)),
        };
        return (bits, type.Unsigned) switch
        {
            (0, _) => (0, 2155),
            (_, true) => (0, (Int128.One << bits) - 1),
            _ => (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1),
        };
    }

    /// <summary>Where no engine holds as many digits, their text. A ZEROFILL column has zeros before them, which a cast to the
    /// type itself takes away.</summary>
    private static SourceType Decimal(int precision, int scale)
    {
        if (precision > ColumnType.PrecisionMax)
        {
            return new SourceType(
                ColumnType.Text,
                MySqlReaders.Text,
                Select: column => MySqlText.Binary($"CAST({column} AS DECIMAL({precision},{scale}))"));
        }

        var lake = ColumnType.Decimal(precision, scale);
        return new SourceType(lake, MySqlReaders.Decimal(lake), TypeRole.Decimal);
    }
}
