using Ingest.Codec.Columns;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The types of channels by the names that the configuration calls them.</summary>
internal static class ChannelTypes
{
    public const string Decimal = "decimal";
    public const string Int = "int";
    public const string BigInt = "bigint";
    public const string Float = "float";
    public const string Double = "double";
    public const string Text = "text";
    public const string Binary = "binary";
    public const string Timestamp = "timestamp";

    /// <summary>The type of a name, which is one; null for decimals, which have digits.</summary>
    public static ColumnType? Of(string name) => name switch
    {
        Int => ColumnType.Int32,
        BigInt => ColumnType.Int64,
        Float => ColumnType.Float,
        Double => ColumnType.Double,
        Text => ColumnType.Text,
        Binary => ColumnType.Binary,
        Timestamp => ColumnType.TimestampMicros,
        _ => null,
    };
}
