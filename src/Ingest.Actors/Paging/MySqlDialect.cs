using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The SQL of MySQL and MariaDB. Relies on no <c>sql_mode</c>; the session's time zone must be UTC.</summary>
internal sealed class MySqlDialect : SqlDialect
{
    /// <summary>A time as microseconds since 1970. Zero dates are NULL; fractions of a second stay exact.</summary>
    internal static string Micros(string time) => $"TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {time})";

    /// <inheritdoc/>
    public override string Quote(string identifier) => $"`{identifier.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <inheritdoc/>
    public override SourceType? Type(string sqlType, out string? refusal) => MySqlTypes.Of(sqlType, out refusal);

    /// <inheritdoc/>
    public override string From(string table, string? index) =>
        index is null ? Quote(table) : $"{Quote(table)} FORCE INDEX ({Quote(index)})";

    /// <inheritdoc/>
    public override string Filter(string column) => column;

    /// <inheritdoc/>
    public override string KeyText(string column, SourceType type) =>
        type.Role == TypeRole.Bytes ? $"HEX({column})" : $"CONVERT({column} USING utf8mb4)";

    /// <inheritdoc/>
    public override string Join(IEnumerable<string> texts) => $"CONCAT_WS(',', {string.Join(", ", texts)})";

    /// <inheritdoc/>
    public override (string High, string Low) Sum(string integer) => ("'0'", $"CONVERT(COALESCE(SUM({integer}), 0) USING utf8mb4)");

    /// <inheritdoc/>
    public override (Int128 Lowest, Int128 Highest) IntegerLimits(SourceColumn column) => MySqlTypes.IntegerLimits(column.SqlType);

    /// <inheritdoc/>
    public override string KeyHash(IReadOnlyList<(string Column, SourceType Type)> key)
    {
        IEnumerable<string> parts = key.Select(part => KeyText(part.Column, part.Type))
            .Select(text => $"CHAR_LENGTH({text}), {text}");
        return $"CAST(CONV(LEFT(MD5(CONCAT_WS(':', {string.Join(", ", parts)})), 16), 16, 10) AS UNSIGNED)";
    }

    /// <inheritdoc/>
    public override string UpdateNumber(string column, SourceType type) =>
        type.Role == TypeRole.Time ? Micros(column) : column;

    /// <inheritdoc/>
    public override string Text(string expression) => $"CONVERT({expression} USING utf8mb4)";

    /// <inheritdoc/>
    public override object DayParameter(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);

    /// <inheritdoc/>
    public override string NoDay(string column, TimeEncoding encoding) =>
        encoding == TimeEncoding.Datetime ? $"{column} < '0001-01-01'" : "FALSE";

    /// <inheritdoc/>
    public override string? Kind(string sqlType) => SqlTypeName.Parse(sqlType).Name switch
    {
        "datetime" or "timestamp" or "time" or "year" or "bit" => SqlTypeName.Parse(sqlType).Name,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool IsWallClock(string sqlType) => SqlTypeName.Parse(sqlType).Name == "datetime";

    /// <inheritdoc/>
    protected override SourceType TypeOf(SourceColumn column, SourceType type) => column switch
    {
        { Clock: { } clock } => type with { Reader = MySqlReaders.Local(clock) },
        { Collation: { } collation } when type.Reader == MySqlReaders.Text => type with { Select = MySqlText.Select(collation.Charset) },
        _ => type,
    };

    /// <inheritdoc/>
    public override SourceType TimeCursor(SourceColumn time, TimeEncoding encoding) => Type(time);

    /// <inheritdoc/>
    public override KeyCursor Cursor(SourceColumn column) =>
        MySqlKeys.Cursor(column, Type(column), Quote(column.Name)) ?? new KeyCursor(Type(column).Reader);

    /// <inheritdoc/>
    public override string Equals(SourceColumn column, string parameter) =>
        column.Collation is { } collation && Type(column).Role == TypeRole.Text
            ? MySqlKeys.Equals(collation, Quote(column.Name), parameter)
            : base.Equals(column, parameter);
}
