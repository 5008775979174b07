using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The SQL of SQLite. Times are ISO 8601 text or epochs; days are told by the text's beginning.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    /// <summary>The function that sessions register, of any number of values.</summary>
    internal const string HashFunction = "ingest_hash";

    /// <inheritdoc/>
    public override string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <inheritdoc/>
    public override SourceType? Type(string sqlType, out string? refusal) => SqliteTypes.Of(sqlType, out refusal);

    /// <inheritdoc/>
    public override string From(string table, string? index) =>
        index is null ? Quote(table) : $"{Quote(table)} INDEXED BY {Quote(index)}";

    /// <inheritdoc/>
    public override string Filter(string column) => "+" + column;

    /// <inheritdoc/>
    public override string KeyText(string column, SourceType type) =>
        type.Role == TypeRole.Bytes ? $"hex({column})" : $"CAST({column} AS TEXT)";

    /// <inheritdoc/>
    public override string Join(IEnumerable<string> texts) => string.Join(" || ',' || ", texts);

    /// <inheritdoc/>
    public override (string High, string Low) Sum(string integer) =>
        // SUM fails where it overflows; a shift keeps the sign, so the halves add up to the whole.
        (Text($"COALESCE(SUM(({integer}) >> 32), 0)"), Text($"COALESCE(SUM(({integer}) & 4294967295), 0)"));

    /// <inheritdoc/>
    public override (Int128 Lowest, Int128 Highest) IntegerLimits(SourceColumn column) => (long.MinValue, long.MaxValue);

    /// <inheritdoc/>
    public override string KeyHash(IReadOnlyList<(string Column, SourceType Type)> key) =>
        $"{HashFunction}({string.Join(", ", key.Select(part => part.Column))})";

    /// <inheritdoc/>
    public override string UpdateNumber(string column, SourceType type) =>
        type.Role == TypeRole.Integer ? column : $"{HashFunction}({column})";

    /// <inheritdoc/>
    public override string Text(string expression) => $"CAST({expression} AS TEXT)";

    /// <inheritdoc/>
    public override object DayParameter(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string NoDay(string column, TimeEncoding encoding) =>
        $"typeof({column}) <> '{(encoding == TimeEncoding.Datetime ? "text" : "integer")}'";

    /// <inheritdoc/>
    public override SourceType TimeCursor(SourceColumn time, TimeEncoding encoding) =>
        Type(encoding == TimeEncoding.Datetime ? time with { SqlType = "text" } : time);

    /// <inheritdoc/>
    public override bool IsWallClock(string sqlType) => false;

    /// <inheritdoc/>
    /// <remarks>Text as its bytes: it need not be UTF-8, and a string would end at its first zero.</remarks>
    public override KeyCursor Cursor(SourceColumn column) => Type(column) is { Role: TypeRole.Text }
        ? new KeyCursor(SqliteReaders.TextBytes, Bound: parameter => $"CAST({parameter} AS TEXT)")
        : new KeyCursor(Type(column).Reader);
}
