using Ingest.Codec.Columns;

namespace Ingest.Actors.Paging;

/// <summary>SQLite's declared types in the lake: the table of <c>docs/types.md</c>.</summary>
internal static class SqliteTypes
{
    private const int DecimalMax = 18;

    private static readonly SourceType Int64 = new(ColumnType.Int64, SqliteReaders.Int64, TypeRole.Integer);
    private static readonly SourceType Text = new(ColumnType.Text, SqliteReaders.Text, TypeRole.Text);
    private static readonly SourceType Bytes = new(ColumnType.Binary, SqliteReaders.Bytes, TypeRole.Bytes);
    private static readonly SourceType Date = new(ColumnType.Date, SqliteReaders.Date, TypeRole.Time);
    private static readonly SourceType Timestamp = new(ColumnType.TimestampMicros, SqliteReaders.Micros, TypeRole.Time);

    public static SourceType? Of(string sqlType, out string? refusal)
    {
        var type = SqlTypeName.Parse(sqlType);
        string name = type.Name;
        refusal = null;
        switch (name)
        {
            case "date":
                return Date;
            case "datetime" or "timestamp":
                return Timestamp;
            case "bool" or "boolean":
                return new SourceType(ColumnType.Int32, SqliteReaders.Bool);
            case "decimal" or "numeric" when type.First is { } precision:
                return Decimal(precision, type.Second ?? 0, out refusal);
            case "json":
                return Text with { Role = TypeRole.Value };
            case "binary" or "varbinary" or "":
                return Bytes;
        }

        // The order of SQLite's own rules of affinity: "CHARINT" is an integer.
        return Has("int") ? Int64
            : Has("char") || Has("clob") || Has("text") ? Text
            : Has("blob") ? Bytes
            : Has("real") || Has("floa") || Has("doub") ? new SourceType(ColumnType.Double, SqliteReaders.Double)
            : Refuse(out refusal);

        bool Has(string part) => name.Contains(part, StringComparison.Ordinal);
    }

    private static SourceType? Decimal(int precision, int scale, out string? refusal)
    {
        if (precision is < 1 or > DecimalMax || scale < 0 || scale > precision)
        {
            refusal = $"and SQLite keeps decimals of 1 to {DecimalMax} digits at most: leave the column out of Columns, "
                + "or declare it TEXT or REAL";
            return null;
        }

        refusal = null;
        var lake = ColumnType.Decimal(precision, scale);
        return new SourceType(lake, SqliteReaders.Decimal(lake));
    }

    private static SourceType? Refuse(out string? refusal)
    {
        refusal = "which has no place in the lake: leave the column out of Columns, or declare it INTEGER, REAL, "
            + "DECIMAL(p,s), TEXT, BLOB, DATE or DATETIME";
        return null;
    }
}
