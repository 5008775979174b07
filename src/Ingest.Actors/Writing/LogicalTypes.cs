using Ingest.Codec.Columns;
using Parquet.Meta;

namespace Ingest.Actors.Writing;

/// <summary>What a column's values mean, as a footer says it: the logical type and, for older readers, the converted type
/// (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md).</summary>
internal static class LogicalTypes
{
    /// <summary>Annotates an element whose physical type is the storage of the column's type.</summary>
    public static void Annotate(SchemaElement element, ColumnType type)
    {
        if (type.Kind == ColumnKind.Decimal)
        {
            element.Precision = type.Precision;
            element.Scale = type.Scale;
        }

        (element.LogicalType, element.ConvertedType) = Of(type);
    }

    private static (LogicalType? Logical, ConvertedType? Converted) Of(ColumnType type) => type.Kind switch
    {
        ColumnKind.Int32 => (Integer(32), ConvertedType.INT_32),
        ColumnKind.Int64 => (Integer(64), ConvertedType.INT_64),
        ColumnKind.Decimal => (
            new LogicalType { DECIMAL = new DecimalType { Precision = type.Precision, Scale = type.Scale } },
            ConvertedType.DECIMAL),
        ColumnKind.Date => (new LogicalType { DATE = new DateType() }, ConvertedType.DATE),
        ColumnKind.TimestampMillis => (
            Timestamp(new TimeUnit { MILLIS = new MilliSeconds() }),
            ConvertedType.TIMESTAMP_MILLIS),
        ColumnKind.TimestampMicros => (
            Timestamp(new TimeUnit { MICROS = new MicroSeconds() }),
            ConvertedType.TIMESTAMP_MICROS),
        ColumnKind.Text => (new LogicalType { STRING = new StringType() }, ConvertedType.UTF8),
        _ => (null, null),
    };

    private static LogicalType Integer(sbyte bits) => new() { INTEGER = new IntType { BitWidth = bits, IsSigned = true } };

    private static LogicalType Timestamp(TimeUnit unit) =>
        new() { TIMESTAMP = new TimestampType { IsAdjustedToUTC = true, Unit = unit } };
}
